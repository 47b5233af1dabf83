using System.Collections.Immutable;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Node;
using ToolZero.Core.Metrics;

namespace ToolZero.Web.Telemetry;

/// <summary>All metrics that nodes export; docs/metrics.md has the same table.</summary>
internal static class ExportedMetrics
{
    public static ImmutableArray<string> GroupStates { get; } = ["pending", "in-flight", "scored", "trained", "stale", "filtered", "failed", "quarantined"];

    public static ExportedMetric StepDuration { get; } = new("step.duration", MetricKind.Histogram, "s", "Wall time of the steps");

    public static ExportedMetric Steps { get; } = new("run.steps", MetricKind.Counter, "{step}", "Optimiser steps since the node has the run");

    public static ExportedMetric GeneratedTokens { get; } = new("run.generated-tokens", MetricKind.Counter, "{token}", "Tokens of all completions that were trained, since the node has the run");

    public static ExportedMetric TrainedTokens { get; } = new("run.trained-tokens", MetricKind.Counter, "{token}", "Tokens that a gradient was computed for: those with loss mask 1 in groups with unequal rewards, since the node has the run");

    public static ExportedMetric Checkpoints { get; } = new("run.checkpoints", MetricKind.Counter, "{checkpoint}", "Checkpoints written since the node has the run");

    public static ExportedMetric CheckpointStep { get; } = new("run.checkpoint-step", MetricKind.Gauge, "{step}", "Steps in the newest checkpoint");

    public static ExportedMetric Rollbacks { get; } = new("run.rollbacks", MetricKind.Counter, "{rollback}", "Times that the run went back to a checkpoint, since the node has it");

    public static ExportedMetric Quarantined { get; } = new("run.quarantined", MetricKind.Counter, "{group}", "Groups quarantined since the node has the run");

    public static ExportedMetric Waiting { get; } = new("run.waiting", MetricKind.Gauge, "s", "Time for which the run has waited for the same; 0 after its end");

    public static ExportedMetric BatchWait { get; } = new("run.batch-wait", MetricKind.Gauge, "1", "Share of the last minute in which the learner waited for groups to train: what rollouts are scaled by");

    public static ExportedMetric ExpiredLeases { get; } = new("run.expired-leases", MetricKind.Counter, "{lease}", "Leases that passed their deadline, since the node has the run");

    public static ExportedMetric LedgerBalance { get; } = new("run.ledger-balance", MetricKind.Gauge, "{group}", "Groups issued less those of all states: 0, or the ledger does not balance");

    public static ExportedMetric WeightsLag { get; } = new("run.weights-lag", MetricKind.Gauge, "{version}", "Versions that the last of the nodes is behind the newest weights; nodes that have none yet do not count");

    public static ExportedMetric Phase { get; } = new("run.phase", MetricKind.Gauge, "", "1 for the phase that the run is in, 0 for the others") { Label = "phase", LabelValues = Words<RunPhase>() };

    public static ExportedMetric Groups { get; } = new("run.groups", MetricKind.Gauge, "{group}", "Groups of the run by state") { Label = "state", LabelValues = GroupStates };

    public static ExportedMetric Evaluation { get; } =
        new("run.evaluation-success", MetricKind.Gauge, "1", "Held-out success of the last evaluation of its name") { Label = "name", LabelValues = ["baseline", "training", "final"] };

    public static ExportedMetric Nodes { get; } = new("run.nodes", MetricKind.Gauge, "{node}", "Nodes of the cluster as the node that has the run sees them") { Label = "health", LabelValues = Words<NodeHealth>() };

    public static ExportedMetric Workers { get; } = new("node.workers", MetricKind.Gauge, "{worker}", "Workers of the node that are not gone") { Label = "kind", LabelValues = Words<RoleKind>() };

    public static ExportedMetric WorkerFailures { get; } = new("node.worker-failures", MetricKind.Counter, "{failure}", "Failures of the node's workers, by kind") { Label = "kind", LabelValues = Words<RoleKind>() };

    public static ExportedMetric WorkAge { get; } =
        new("node.work-age", MetricKind.Gauge, "s", "Age of the oldest piece of work in hand (a step, a checkpoint, a write of the ledger); 0 when there is none") { Label = "kind", LabelValues = ["coordinator", "learner", "rollout"] };

    public static ExportedMetric SwapPause { get; } = new("node.weights-swap", MetricKind.Histogram, "s", "Time for which a rollout worker stood still to take over new weights");

    public static ExportedMetric WeightsVersion { get; } = new("node.weights-version", MetricKind.Gauge, "{version}", "Policy version that the last of the node's rollout workers samples with");

    public static ExportedMetric RefusedFrames { get; } =
        new("node.refused-frames", MetricKind.Counter, "{frame}", "What came from other processes and was dropped: frames that were damaged on the way or none of ours, messages that this release does not read")
        {
            Label = "kind",
            LabelValues = ["frame", "message"],
        };

    public static ExportedMetric DiskFree { get; } = new("node.disk-free", MetricKind.Gauge, "By", "Room where the run is written; on coordinator and learner");

    /// <summary>Those of every step, in the order in which they are logged.</summary>
    public static ImmutableArray<ExportedMetric> OfSteps { get; } = [.. StepMetrics.Definitions.Select(ExportedMetric.Of)];

    public static ImmutableArray<ExportedMetric> All { get; } =
    [
        .. OfSteps, StepDuration, Steps, GeneratedTokens, TrainedTokens, Checkpoints, CheckpointStep, Rollbacks, Quarantined, ExpiredLeases, LedgerBalance, Waiting, BatchWait, Phase, Groups,
        WeightsLag, Evaluation, Nodes, Workers, WorkerFailures, WorkAge, SwapPause, WeightsVersion, RefusedFrames, DiskFree,
    ];

    /// <summary>The word of a value.</summary>
    public static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum => value.ToString().ToLowerInvariant();

    private static ImmutableArray<string> Words<TEnum>()
        where TEnum : struct, Enum => [.. Enum.GetValues<TEnum>().Select(Word)];
}
