using System.Collections.Immutable;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Node;
using ToolZero.Core.Metrics;

namespace ToolZero.Cli.View;

/// <summary>One worker as the view knows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Health">How it is.</param>
/// <param name="Incarnation">1 more than its restarts.</param>
/// <param name="Since">When that began.</param>
/// <param name="Reason">Why it is not running.</param>
/// <param name="Groups">Groups of its that were trained.</param>
/// <param name="Version">Newest policy version that it sampled a trained token with; null = none yet.</param>
public sealed record WorkerView(
    string Name, RoleKind Kind, RoleHealth Health, int Incarnation, DateTimeOffset Since, string Reason, long Groups = 0, long? Version = null);

/// <summary>One completion of the last batch.</summary>
public sealed record SampleView(
    string TaskId, string Category, ImmutableArray<int> Prompt, string Completion, double Reward, bool Success, ImmutableSortedDictionary<string, double> Parts);

/// <summary>A trained step and when it was done.</summary>
public sealed record StepView(StepMetrics Metrics, DateTimeOffset At);

/// <summary>Everything that a terminal shows of a run: immutable, made from the run's events alone.</summary>
/// <param name="Name">Name of the run.</param>
/// <param name="Total">Steps of the run.</param>
/// <param name="Started">When this process began.</param>
public sealed record RunView(string Name, long Total, DateTimeOffset Started)
{
    public RunPhase Phase { get; init; } = RunPhase.Running;

    /// <summary>Why the phase is what it is.</summary>
    public string PhaseReason { get; init; } = "";

    /// <summary>Trained steps of this process, oldest first.</summary>
    public ImmutableList<StepView> Steps { get; init; } = [];

    public ImmutableSortedDictionary<string, WorkerView> Workers { get; init; } = ImmutableSortedDictionary<string, WorkerView>.Empty;

    public GroupCounts? Groups { get; init; }

    public SampleView? Sample { get; init; }

    /// <summary>Evaluations in the order they came.</summary>
    public ImmutableArray<RunEvent.EvaluationDone> Evaluations { get; init; } = [];

    public RunEvent.CheckpointWritten? Checkpoint { get; init; }

    /// <summary>What is waited for, when nothing has moved for a while.</summary>
    public string? Waiting { get; init; }

    /// <summary>The newest things to read, oldest first.</summary>
    public ImmutableArray<string> Notices { get; init; } = [];

    /// <summary>Steps in the newest weights.</summary>
    public long Version => Steps.Count > 0 ? Steps[^1].Metrics.Step + 1 : 0;

    public StepMetrics? Last => Steps.Count > 0 ? Steps[^1].Metrics : null;

    /// <summary>One metric over all steps of this process.</summary>
    public double[] Curve(Func<StepMetrics, double> metric) => [.. Steps.Select(s => metric(s.Metrics))];
}
