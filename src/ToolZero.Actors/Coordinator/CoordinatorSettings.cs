using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Coordinator;

/// <summary>How long the payloads of trained groups are kept.</summary>
public enum PayloadRetention
{
    /// <summary>Until the oldest kept checkpoint holds them: the run can be replayed from there.</summary>
    Checkpoints = 0,

    /// <summary>For good: the run can be replayed from its base model.</summary>
    All = 1,
}

/// <summary>What the coordinator decides by.</summary>
/// <param name="Steps">Optimiser steps of the run.</param>
/// <param name="Batch">Groups per step (<c>learner.prompts-per-batch</c>).</param>
/// <param name="GroupsPerLease">Groups of one unit of work (<c>rollout.groups-per-lease</c>).</param>
/// <param name="MaxVersions">η (<c>staleness.max-versions</c>).</param>
/// <param name="LeaseDeadline">A lease that is not delivered whole by then goes to another worker.</param>
/// <param name="MaxAttempts">Failed leases after which the groups of a unit are quarantined.</param>
/// <param name="CheckpointEvery">Steps between checkpoints; 0 = only at the end.</param>
public sealed record CoordinatorSettings(
    long Steps,
    int Batch,
    int GroupsPerLease,
    int MaxVersions,
    TimeSpan LeaseDeadline,
    int MaxAttempts,
    int CheckpointEvery)
{
    /// <summary>The values that an operator may change.</summary>
    public LiveSettings Live { get; init; } = LiveSettings.Default;

    /// <summary>Payloads of trained groups (<c>ledger.keep-payloads</c>).</summary>
    public PayloadRetention KeepPayloads { get; init; }

    /// <summary>Groups of equal rewards that one step may replace, as a multiple of the batch; 0 = none (<c>algorithm.dynamic-sampling</c>).</summary>
    public double DynamicSampling { get; init; }

    /// <summary>The same as a number of groups.</summary>
    public long MaxReplaced => (long)Math.Floor(DynamicSampling * Batch);

    public StalenessGate Gate => new(MaxVersions, Batch, Steps);

    /// <summary>Groups lost in a row, none stored in between, after which the run is given up: something is wrong with all of them.</summary>
    public int MaxLostInARow => 4 * Batch;

    /// <summary>C of the truncated importance weights of stale data (<c>learner.truncated-importance</c>).</summary>
    public double TruncatedImportance { get; init; } = 2;

    /// <summary>
    /// What bounds the update of a batch. Stale data needs its own correction: with η &gt; 0 every token is weighted by min(π_old / π_behaviour, C)
    /// (decoupled PPO).
    /// </summary>
    public UpdateBounds Bounds => new(Live.ClipLow, Live.ClipHigh, MaxVersions > 0 ? TruncatedImportance : 0);
}
