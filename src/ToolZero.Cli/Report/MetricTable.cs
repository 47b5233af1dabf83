using System.Collections.Immutable;
using System.Text.Json;

namespace ToolZero.Cli.Report;

/// <summary>metrics.jsonl in columns: one row per optimiser step, in the order of the file; a value that is absent or null is NaN.</summary>
public sealed class MetricTable
{
    private readonly Dictionary<string, double[]> _columns;

    private MetricTable(Dictionary<string, double[]> columns, int rows, ImmutableArray<string> bottlenecks) =>
        (_columns, Rows, Bottlenecks) = (columns, rows, bottlenecks);

    public int Rows { get; }

    /// <summary>The largest part of each step's time, by name.</summary>
    public ImmutableArray<string> Bottlenecks { get; }

    public double[] Steps => Column("step");

    /// <summary>One metric over all rows; all NaN when the run did not log it.</summary>
    public double[] Column(string name) => _columns.TryGetValue(name, out var column) ? column : [.. Enumerable.Repeat(double.NaN, Rows)];

    public bool Has(string name) => _columns.TryGetValue(name, out var column) && column.Any(double.IsFinite);

    /// <summary>Reads lines of metrics.jsonl. A line that is no JSON object is skipped: the process may have died while it wrote it.</summary>
    public static MetricTable Read(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var rows = lines.Select(Parse).OfType<Dictionary<string, double>>().ToList();
        var bottlenecks = rows.Select(Bottleneck).ToImmutableArray();
        var columns = rows.SelectMany(r => r.Keys).Distinct(StringComparer.Ordinal)
            .ToDictionary(name => name, name => rows.Select(r => r.GetValueOrDefault(name, double.NaN)).ToArray(), StringComparer.Ordinal);
        return new MetricTable(columns, rows.Count, bottlenecks);
    }

    private static string Bottleneck(Dictionary<string, double> row) => row
        .Where(m => m.Key.StartsWith("time/", StringComparison.Ordinal) && m.Key != "time/step" && double.IsFinite(m.Value))
        .OrderByDescending(m => m.Value)
        .Select(m => m.Key["time/".Length..])
        .FirstOrDefault("");

    private static Dictionary<string, double>? Parse(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind != JsonValueKind.Object) return null;
            var row = new Dictionary<string, double>(StringComparer.Ordinal);
            foreach (var property in json.RootElement.EnumerateObject())
                if (property.Value.ValueKind == JsonValueKind.Number) row[property.Name] = property.Value.GetDouble();
            return row.ContainsKey("step") ? row : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
