using System.Text.Json;
using ToolZero.Core.Metrics;
using ToolZero.Tests.Shared;

namespace ToolZero.Core.Tests.Metrics;

public sealed class StepMetricsSpecs
{
    private static readonly StepMetrics Metrics = new(
        5,
        BatchStatistics.Of(SampleBatches.Two),
        new UpdateStatistics(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, double.PositiveInfinity, 1e-3, 8),
        new TimeSplit(2, 0.25, 1, 0.25, 0, 0.5));

    [Fact]
    public void Names_are_unique_and_kebab_case()
    {
        var names = StepMetrics.Definitions.Select(d => d.Name).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.All(names, name => Assert.Matches("^[a-z0-9]+([-/][a-z0-9]+)*$", name));
    }

    [Fact]
    public void Code_and_docs_have_the_same_table()
    {
        var docs = File.ReadAllLines(Path.Combine(SharedData.RepositoryRoot, "docs", "metrics.md"));
        Assert.Equal(StepMetrics.Definitions.Select(d => $"| `{d.Name}` | {d.Unit} | {d.Meaning} |"), docs.Where(line => line.StartsWith("| `", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_line_of_a_step_has_every_metric_the_bottleneck_and_the_categories()
    {
        using var json = JsonDocument.Parse(Metrics.ToJson());
        Assert.All(StepMetrics.Definitions, d => Assert.True(json.RootElement.TryGetProperty(d.Name, out _), d.Name));
        Assert.Equal("rollout", json.RootElement.GetProperty("bottleneck").GetString());
        Assert.Equal(2, json.RootElement.GetProperty("byCategory").GetProperty("simple").GetProperty("samples").GetInt32());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("logprob-difference/max").ValueKind);
        Assert.Equal(0.75, json.RootElement.GetProperty("reward/mean").GetDouble(), 12);
        Assert.Equal(2, json.RootElement.GetProperty("tokens/per-second").GetDouble());
    }

    [Fact]
    public void The_parts_of_a_step_add_up() => Assert.Equal(4, Metrics.Time.Step);

    [Fact]
    public void A_part_that_the_rule_does_not_log_is_0() => Assert.Equal(0, Metrics.Flatten().Single(m => m.Key == "precision").Value);
}
