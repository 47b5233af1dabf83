using System.Collections.Immutable;
using System.Text;
using ToolZero.Web.Telemetry;
using static ToolZero.Web.Telemetry.ExportedMetrics;

namespace ToolZero.Web.Tests.Telemetry;

/// <summary>An alert.</summary>
/// <param name="Name">In one word.</param>
/// <param name="Expression">In PromQL.</param>
/// <param name="For">How long it must hold.</param>
/// <param name="Severity">critical: the run stands or will; warning: it trains badly or is about to stand.</param>
/// <param name="Summary">What is the matter.</param>
internal sealed record AlertRule(string Name, string Expression, string For, string Severity, string Summary)
{
    /// <summary>Its entry of docs/operations.md, as links name headings.</summary>
    public string Anchor => Name.ToLowerInvariant();
}

/// <summary>The alert rules that are shipped, over the exported metrics.</summary>
internal static class AlertRules
{
    public static ImmutableArray<AlertRule> All { get; } =
    [
        new("ToolZeroNobodyHasTheRun", $"absent({Phase.Prometheus})", "10m", "critical", "No node tells of a run: the coordinator is gone or cannot be scraped"),
        new("ToolZeroRunFailed", $"{Phase.Prometheus}{{phase=\"failed\"}} == 1", "1m", "critical", "The run was given up"),
        new("ToolZeroRunStands", $"{Waiting.Prometheus} > 600", "1m", "critical", "The run has not moved for ten minutes"),
        new("ToolZeroLearnerFrozen", $"{WorkAge.Prometheus}{{kind=\"learner\"}} > 1800", "1m", "critical", "The learner is at one piece of work for half an hour"),
        new("ToolZeroLedgerFrozen", $"{WorkAge.Prometheus}{{kind=\"coordinator\"}} > 120", "1m", "critical", "A write of the ledger takes minutes: the disk hangs"),
        new("ToolZeroLedgerUnbalanced", $"{LedgerBalance.Prometheus} != 0", "1m", "critical", "Groups of the run are in no state, or in two: the ledger does not balance"),
        new("ToolZeroDiskFull", $"{DiskFree.Prometheus} < 1073741824", "5m", "critical", "Less than 1 GiB is free where the run is written"),
        new("ToolZeroNodeUnreachable", $"{Nodes.Prometheus}{{health=\"unreachable\"}} > 0", "1m", "warning", "A node of the cluster does not answer"),
        new("ToolZeroFramesRefused", $"sum by (kind) (increase({RefusedFrames.Prometheus}[15m])) > 0", "1m", "warning", "Frames or messages from other processes were dropped: damaged, or none of ours"),
        new("ToolZeroWorkersFail", $"sum by (kind) (increase({WorkerFailures.Prometheus}[15m])) > 3", "1m", "warning", "Workers of this kind fail again and again"),
        new("ToolZeroLeasesExpire", $"increase({ExpiredLeases.Prometheus}[30m]) > 3", "1m", "warning", "Rollouts do not deliver before their leases' deadline"),
        new("ToolZeroGroupsQuarantined", $"increase({Quarantined.Prometheus}[1h]) > 0", "1m", "warning", "Prompts were given up after repeated failures"),
        new("ToolZeroRolledBack", $"increase({Rollbacks.Prometheus}[1h]) > 0", "1m", "warning", "The run went back to a checkpoint"),
        new("ToolZeroWeightsLag", $"{WeightsLag.Prometheus} > 5", "10m", "warning", "A node is far behind the newest weights"),
        new("ToolZeroNoGradient", $"{Step("zero-variance")} > 0.95", "30m", "warning", "Nearly all groups have equal rewards: nothing is learned"),
        new("ToolZeroEntropyGone", $"{Step("entropy")} < 0.01", "30m", "warning", "The policy has stopped exploring"),
        new("ToolZeroModelsDiffer", $"{Step("logprob-difference.max")} > 1 and {Step("staleness.max")} == 0", "10m", "warning", "Rollout and learner compute different models"),
        new("ToolZeroAnswersAreCut", $"{Step("truncation")} > 0.5", "30m", "warning", "More than half of the completions are cut by the token budget"),
        new("ToolZeroRolloutsTooFew", $"{BatchWait.Prometheus} > 0.8", "30m", "warning", "The learner waits for rollouts most of the time: add some"),
    ];

    public static string Text()
    {
        var text = new StringBuilder("# Alert rules of ToolZero.Actors for Prometheus. Made and held against docs/metrics.md by a test; docs/operations.md says what to do about each.\ngroups:\n  - name: toolzero\n    rules:\n");
        foreach (var rule in All)
        {
            text.Append($"      - alert: {rule.Name}\n        expr: {Quoted(rule.Expression)}\n        for: {rule.For}\n");
            text.Append($"        labels: {{ severity: {rule.Severity} }}\n        annotations: {{ summary: {Quoted(rule.Summary)}, runbook: 'docs/operations.md#{rule.Anchor}' }}\n");
        }

        return text.ToString();
    }

    /// <summary>The table of docs/telemetry.md.</summary>
    public static string Table()
    {
        var table = new StringBuilder("| alert | severity | when | for |\n|---|---|---|---|\n");
        foreach (var rule in All) table.Append($"| [{rule.Name}](operations.md#{rule.Anchor}) | {rule.Severity} | {rule.Summary} | {rule.For} |\n");
        return table.ToString();
    }

    private static string Step(string name) => OfSteps.Single(m => m.Name == name).Prometheus;

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
