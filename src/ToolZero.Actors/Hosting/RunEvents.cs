using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Node;
using ToolZero.Core.Metrics;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Hosting;

/// <summary>What happens in a run, on the event stream, for the terminal view and the report.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Notice), "notice")]
[JsonDerivedType(typeof(StepCompleted), "step")]
[JsonDerivedType(typeof(WorkerChanged), "worker")]
[JsonDerivedType(typeof(NodeChanged), "node")]
[JsonDerivedType(typeof(PhaseChanged), "phase")]
[JsonDerivedType(typeof(CheckpointWritten), "checkpoint")]
[JsonDerivedType(typeof(GroupsQuarantined), "quarantined")]
[JsonDerivedType(typeof(SettingChanged), "setting")]
[JsonDerivedType(typeof(RolledBack), "rolled-back")]
[JsonDerivedType(typeof(Waiting), "waiting")]
[JsonDerivedType(typeof(EvaluationDone), "evaluation")]
[JsonDerivedType(typeof(Ended), "ended")]
public abstract record RunEvent
{
    private RunEvent()
    {
    }

    /// <summary>Something the user should read once: what was loaded, dropped, resumed.</summary>
    public sealed record Notice(string Text) : RunEvent;

    /// <summary>A step is trained: its metrics, its batch (for samples), and the balance of all groups.</summary>
    public sealed record StepCompleted(StepMetrics Metrics, TrainingBatch Batch, GroupCounts Groups) : RunEvent;

    /// <summary>A worker started, failed, or was given up.</summary>
    public sealed record WorkerChanged(string Name, RoleKind Kind, RoleHealth Health, int Incarnation, string Reason) : RunEvent;

    /// <summary>A process of the cluster came, went, or cannot be reached.</summary>
    public sealed record NodeChanged(string Name, string Address, ImmutableArray<string> Roles, NodeHealth Health) : RunEvent;

    public sealed record PhaseChanged(RunPhase Phase, string Reason) : RunEvent
    {
        /// <summary>The run failed because of something outside of it: damaged input, a full disk.</summary>
        public bool IsDataFault { get; init; }
    }

    public sealed record CheckpointWritten(long Step, string Folder, string WeightsSha256) : RunEvent;

    public sealed record GroupsQuarantined(ImmutableArray<GroupId> Groups, ImmutableArray<string> Evidence) : RunEvent;

    /// <summary>An operator changed a live key.</summary>
    public sealed record SettingChanged(SettingChange Change) : RunEvent;

    /// <summary>The run went back to a checkpoint.</summary>
    public sealed record RolledBack(long From, long To) : RunEvent;

    /// <summary>Nothing moved for a while: what the run waits for.</summary>
    public sealed record Waiting(string For, TimeSpan Since) : RunEvent;

    /// <summary>An evaluation on the held-out tasks: baseline, training (on the way) or final.</summary>
    public sealed record EvaluationDone(string Name, long Step, EvaluationResult Result) : RunEvent;

    /// <summary>The last event of a process that owns a run.</summary>
    public sealed record Ended(RunResult Result) : RunEvent;
}

/// <summary>How a process of the cluster is.</summary>
public enum NodeHealth
{
    Up,

    /// <summary>No heartbeat comes; it may be back in a moment.</summary>
    Unreachable,

    /// <summary>It left, or was taken out.</summary>
    Gone,
}

/// <summary>Greedy decoding on held-out tasks.</summary>
/// <param name="Success">Share of exact answers.</param>
/// <param name="Format">Share of well-formed completions.</param>
/// <param name="Tasks">Number of tasks.</param>
/// <param name="ByCategory">Success by task category.</param>
public sealed record EvaluationResult(double Success, double Format, int Tasks, ImmutableSortedDictionary<string, double> ByCategory)
{
    /// <summary>A few completions for the report.</summary>
    public ImmutableArray<EvaluationSample> Samples { get; init; } = [];

    /// <summary>Share of completions cut by the token budget.</summary>
    public double Truncation { get; init; }
}

/// <summary>One evaluated task.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Category">Its category.</param>
/// <param name="Prompt">What the model was given.</param>
/// <param name="Reference">The right calls, in the call syntax.</param>
/// <param name="Completion">What it answered.</param>
/// <param name="Success">The answer is right.</param>
/// <param name="Parts">Every part of the reward.</param>
public sealed record EvaluationSample(
    string TaskId, string Category, string Prompt, string Reference, string Completion, bool Success, ImmutableSortedDictionary<string, double> Parts);
