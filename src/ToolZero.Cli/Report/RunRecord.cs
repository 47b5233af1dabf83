using System.Collections.Immutable;
using System.Text.Json;
using ToolZero.Core.Data;

namespace ToolZero.Cli.Report;

/// <summary>A held-out evaluation: shares from 0 to 1.</summary>
/// <param name="Success">Exact answers.</param>
/// <param name="Format">Completions in the required layout.</param>
/// <param name="Tasks">Tasks answered.</param>
/// <param name="ByCategory">Success by category.</param>
public sealed record Evaluation(double Success, double Format, int Tasks, ImmutableSortedDictionary<string, double> ByCategory)
{
    /// <summary>Some of its completions.</summary>
    public ImmutableArray<Sample> Samples { get; init; } = [];

    /// <summary>Share of completions cut by the token budget.</summary>
    public double Truncation { get; init; }
}

/// <summary>One completion of a held-out task.</summary>
public sealed record Sample(string TaskId, string Category, string Prompt, string Reference, string Completion, bool Success, ImmutableSortedDictionary<string, double> Parts);

/// <summary>What a run folder says about its run. Parts that are not written yet are absent, so that a report can be made at any time.</summary>
/// <param name="Name">Name of the run.</param>
/// <param name="Metrics">metrics.jsonl.</param>
/// <param name="Summary">summary.json; null while the run is unfinished.</param>
/// <param name="Evaluations">Evaluations by the number of steps in the weights: 0 is the base model.</param>
/// <param name="Configuration">config.conf.</param>
public sealed record RunRecord(
    string Name, MetricTable Metrics, JsonElement? Summary, ImmutableSortedDictionary<long, Evaluation> Evaluations, string Configuration)
{
    /// <summary>Reads the files of a run folder.</summary>
    /// <exception cref="DataException">The folder is no run folder, or a file in it is damaged.</exception>
    public static RunRecord Read(string folder)
    {
        var metrics = Path.Combine(folder, "metrics.jsonl");
        if (!Directory.Exists(folder)) throw new DataException($"{folder}: no such run folder; give runs/NAME");
        if (!File.Exists(metrics) && !File.Exists(Path.Combine(folder, "config.conf")))
            throw new DataException($"{folder}: is no run folder, it has neither config.conf nor metrics.jsonl; give runs/NAME");
        var summary = Json(Path.Combine(folder, "summary.json"));
        return new RunRecord(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
            MetricTable.Read(File.Exists(metrics) ? File.ReadLines(metrics) : []),
            summary,
            EvaluationFiles.Read(folder, summary, Json),
            Text(Path.Combine(folder, "config.conf")));
    }

    public Evaluation? Baseline => Evaluations.TryGetValue(0, out var first) ? first : null;

    /// <summary>The evaluation of the final weights; null while there is none.</summary>
    public Evaluation? Final => Evaluations.Count > 0 && Evaluations.Last() is { Key: > 0 } last ? last.Value : null;

    private static string Text(string path) => File.Exists(path) ? File.ReadAllText(path) : "";

    private static JsonElement? Json(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path));
            return json.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw new DataException($"{path}: is not JSON ({error.Message}); remove it to make the report without it", error);
        }
    }
}
