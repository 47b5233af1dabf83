using System.Collections.Immutable;
using ToolZero.Actors.Ledger;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Coordinator;

/// <summary>A batch as it is journalled, before it is trained.</summary>
/// <param name="Step">Optimiser step it makes.</param>
/// <param name="Groups">Its groups, ascending.</param>
/// <param name="ScheduleWeight">Weight of the strict reward.</param>
/// <param name="LearningRate">Learning rate of the step.</param>
/// <param name="AstRate">Share of exact answers in it: what a success-gated schedule advances by when the run is restored.</param>
public sealed record JournalledBatch(long Step, ImmutableArray<GroupId> Groups, double ScheduleWeight, double LearningRate, double AstRate);

/// <summary>
/// What the coordinator needs of a ledger. Every call is durable when it returns; the payload of a group comes back bit for bit, because
/// live training and replay both read their batches from here.
/// </summary>
public interface IRunLedger : IDisposable
{
    /// <summary>Where an interrupted run stands; <see cref="RestoredRun.Fresh"/> for a new one.</summary>
    RestoredRun Restore();

    /// <summary>AST rates of the journalled batches, in step order.</summary>
    ImmutableArray<double> AstRates();

    /// <summary>New groups of one unit: pending.</summary>
    void Issue(long unit, ImmutableArray<GroupId> groups, ImmutableArray<string> taskIds);

    /// <summary>Pending -> in flight, with the unit's attempt.</summary>
    void Grant(long unit, ImmutableArray<GroupId> groups, string worker, int attempt);

    /// <summary>In flight -> pending.</summary>
    void Return(long unit, ImmutableArray<GroupId> groups, string reason);

    /// <summary>Pending or in flight -> scored, with its payload and the oldest policy version among its tokens.</summary>
    void Store(ScoredGroup group);

    /// <summary>Counts one more delivery of a group that is not needed.</summary>
    void Duplicate(ScoredGroup group);

    /// <summary>Pending or in flight -> quarantined.</summary>
    void Quarantine(ImmutableArray<GroupId> groups, int attempts, ImmutableArray<string> evidence);

    void Journal(JournalledBatch batch);

    /// <summary>Scored groups by id, in the order asked for.</summary>
    ImmutableArray<ScoredGroup> Groups(ImmutableArray<GroupId> ids);

    /// <summary>A journalled batch with its payloads.</summary>
    TrainingBatch Batch(long step);

    /// <summary>The groups of the journalled batch -> trained.</summary>
    void MarkTrained(long step);

    /// <summary>A checkpoint holds all steps below <paramref name="step"/>: remembers it and drops the payloads of their groups.</summary>
    void Checkpointed(long step);

    /// <summary>All groups and tokens by state, counted.</summary>
    LedgerBalance Balance();

    /// <summary>Groups that ended without being trained, with their evidence.</summary>
    ImmutableArray<LostGroup> Lost();
}
