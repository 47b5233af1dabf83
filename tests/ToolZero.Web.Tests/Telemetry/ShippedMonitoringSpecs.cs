using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ToolZero.Tests.Shared;
using ToolZero.Web.Telemetry;

namespace ToolZero.Web.Tests.Telemetry;

/// <summary>The dashboard and the alert rules that are shipped are those of the code, and every one of their queries asks for a metric that there is.</summary>
public sealed partial class ShippedMonitoringSpecs
{
    private const string Write = "TOOLZERO_WRITE_DOCS";
    private const string Begin = "<!-- alerts -->\n";
    private const string End = "<!-- /alerts -->\n";

    private static string At(params string[] path) => Path.Combine([SharedData.RepositoryRoot, .. path]);

    [Fact]
    public void The_dashboard_has_a_panel_for_every_metric()
    {
        Holds(GrafanaDashboard.Text(), At("deploy", "grafana", "toolzero.json"));
        Holds(GrafanaDashboard.Line(), At("deploy", "helm", "toolzero", "monitoring", "dashboard.json"));
    }

    [Fact]
    public void The_rules_are_those_of_the_code()
    {
        Holds(AlertRules.Text(), At("deploy", "prometheus", "toolzero.rules.yaml"));
        Holds(AlertRules.Text(), At("deploy", "helm", "toolzero", "monitoring", "rules.yaml"));
    }

    [Fact]
    public void Every_metric_has_one_place_on_the_dashboard() => Assert.Empty(GrafanaDashboard.Misplaced);

    [Fact]
    public void Queries_ask_for_metrics_and_label_values_that_there_are()
    {
        var panels = JsonNode.Parse(GrafanaDashboard.Text())!["panels"]!.AsArray().Where(p => (string?)p!["type"] == "timeseries").ToList();
        Assert.Equal(ExportedMetrics.All.Length, panels.Count);
        foreach (var query in panels.Select(p => (string)p!["targets"]![0]!["expr"]!).Concat(AlertRules.All.Select(r => r.Expression)))
        {
            var names = Metric().Matches(query).ToList();
            Assert.NotEmpty(names);
            foreach (Match name in names)
            {
                var metric = ExportedMetrics.All.SingleOrDefault(m => m.Prometheus == name.Groups[1].Value || (m.Kind == MetricKind.Histogram && m.Prometheus + "_bucket" == name.Groups[1].Value));
                Assert.True(metric is not null, $"{query}: there is no {name.Groups[1].Value}");
                if (name.Groups[2] is not { Success: true, Value: not "job" and var label }) continue;
                Assert.Equal(metric.Label, label);
                Assert.Contains(name.Groups[3].Value, metric.LabelValues);
            }
        }
    }

    [Fact]
    public void The_documentation_has_every_alert()
    {
        var document = At("docs", "telemetry.md");
        var text = File.ReadAllText(document);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        Holds(text[..from] + AlertRules.Table() + text[to..], document);
        Assert.Equal(AlertRules.All.Length, AlertRules.All.Select(r => r.Name).Distinct().Count());
    }

    [Fact]
    public void Every_alert_names_an_entry_that_says_what_to_do()
    {
        var headings = File.ReadLines(At("docs", "operations.md")).Where(l => l.StartsWith('#')).Select(l => l.TrimStart('#').Trim().ToLowerInvariant().Replace(' ', '-')).ToList();
        foreach (var rule in AlertRules.All) Assert.Contains(rule.Anchor, headings);
    }

    private static void Holds(string expected, string file)
    {
        if (Environment.GetEnvironmentVariable(Write) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, expected);
        }

        Assert.True(File.Exists(file) && File.ReadAllText(file) == expected, $"{file} is not what the code says: run this test with {Write}=1 and commit the file");
    }

    [GeneratedRegex("""(toolzero_[a-z0-9_]+)(?:\{([a-z]+)=~?"([^"]*)"\})?""")]
    private static partial Regex Metric();
}
