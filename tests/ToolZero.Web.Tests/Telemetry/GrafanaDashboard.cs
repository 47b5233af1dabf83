using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ToolZero.Web.Telemetry;

namespace ToolZero.Web.Tests.Telemetry;

/// <summary>The dashboard that is shipped: a panel for every exported metric, in rows by what they tell of.</summary>
internal static class GrafanaDashboard
{
    private const int Width = 8;
    private const int Height = 7;
    private const int Columns = 3;

    private static readonly (string Title, Func<ExportedMetric, bool> Has)[] Rows =
    [
        ("The run", m => m.Name.StartsWith("run.", StringComparison.Ordinal)),
        ("Rewards", m => m.Name.StartsWith("reward.", StringComparison.Ordinal) || m.Name is "success" or "format" or "parsed" or "multi" or "bad-values" or "recall" or "precision" or "calls" or "overlong"),
        ("The policy", m => m.Name is "loss" or "entropy" or "clip-fraction" or "gradient-norm" or "learning-rate" || m.Name.StartsWith("kl.", StringComparison.Ordinal) || m.Name.StartsWith("ratio.", StringComparison.Ordinal) || m.Name.StartsWith("logprob", StringComparison.Ordinal)),
        ("Time", m => m.Name.StartsWith("time.", StringComparison.Ordinal) || m.Name.StartsWith("tokens.", StringComparison.Ordinal) || m.Name.StartsWith("step", StringComparison.Ordinal)),
        ("Samples", m => m.Name.StartsWith("completion", StringComparison.Ordinal) || m.Name.StartsWith("staleness", StringComparison.Ordinal) || m.Name is "turns" or "environment-fault" or "answer-length" or "truncation" or "zero-variance" or "replaced"),
        ("Nodes", m => m.Name.StartsWith("node.", StringComparison.Ordinal)),
    ];

    private static readonly JsonSerializerOptions InOneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Metrics that no row or more than one has.</summary>
    public static IEnumerable<string> Misplaced => ExportedMetrics.All.Where(m => Rows.Count(r => r.Has(m)) != 1).Select(m => m.Name);

    /// <summary>For people, and for Grafana's import.</summary>
    public static string Text() => Dashboard().ToJsonString(Json) + "\n";

    /// <summary>The same for the chart.</summary>
    public static string Line() => Dashboard().ToJsonString(InOneLine) + "\n";

    private static JsonObject Dashboard()
    {
        var panels = new JsonArray();
        var (id, y) = (1, 0);
        foreach (var (title, has) in Rows)
        {
            panels.Add(new JsonObject { ["id"] = id++, ["type"] = "row", ["title"] = title, ["collapsed"] = false, ["gridPos"] = Place(0, y++, 24, 1), ["panels"] = new JsonArray() });
            var metrics = ExportedMetrics.All.Where(has).ToList();
            for (var i = 0; i < metrics.Count; i++) panels.Add(Panel(metrics[i], id++, Place(i % Columns * Width, y + (i / Columns * Height), Width, Height)));
            y += (metrics.Count + Columns - 1) / Columns * Height;
        }

        return new JsonObject
        {
            ["uid"] = "toolzero",
            ["title"] = "ToolZero.Actors",
            ["description"] = "A training run and its nodes. Made from docs/metrics.md; panels have the meanings of that table.",
            ["schemaVersion"] = 39,
            ["editable"] = true,
            ["refresh"] = "10s",
            ["time"] = new JsonObject { ["from"] = "now-1h", ["to"] = "now" },
            ["templating"] = new JsonObject
            {
                ["list"] = new JsonArray(
                    new JsonObject { ["name"] = "source", ["type"] = "datasource", ["query"] = "prometheus", ["label"] = "Prometheus" },
                    new JsonObject { ["name"] = "job", ["type"] = "query", ["datasource"] = Source(), ["query"] = "label_values(target_info, job)", ["label"] = "Job", ["multi"] = true, ["includeAll"] = true, ["refresh"] = 2 }),
            },
            ["panels"] = panels,
        };
    }

    private static JsonObject Panel(ExportedMetric metric, int id, JsonObject place) => new()
    {
        ["id"] = id,
        ["type"] = "timeseries",
        ["title"] = metric.Name,
        ["description"] = metric.Meaning,
        ["datasource"] = Source(),
        ["gridPos"] = place,
        ["fieldConfig"] = new JsonObject { ["defaults"] = new JsonObject { ["unit"] = Unit(metric) }, ["overrides"] = new JsonArray() },
        ["targets"] = new JsonArray(new JsonObject { ["refId"] = "A", ["expr"] = Query(metric), ["legendFormat"] = metric.Label is { } label ? "{{" + label + "}} {{instance}}" : "{{instance}}" }),
    };

    private static string Query(ExportedMetric metric) => metric.Kind switch
    {
        MetricKind.Counter => $"rate({metric.Prometheus}{{job=~\"$job\"}}[5m])",
        MetricKind.Histogram => $"histogram_quantile(0.95, sum by (le, instance) (rate({metric.Prometheus}_bucket{{job=~\"$job\"}}[5m])))",
        _ => $"{metric.Prometheus}{{job=~\"$job\"}}",
    };

    private static string Unit(ExportedMetric metric) => (metric.Unit, metric.Kind) switch
    {
        ("s", _) => "s",
        ("By", _) => "bytes",
        ("1", _) => "percentunit",
        (_, MetricKind.Counter) => "cps",
        _ => "short",
    };

    private static JsonObject Source() => new() { ["type"] = "prometheus", ["uid"] = "${source}" };

    private static JsonObject Place(int x, int y, int w, int h) => new() { ["x"] = x, ["y"] = y, ["w"] = w, ["h"] = h };
}
