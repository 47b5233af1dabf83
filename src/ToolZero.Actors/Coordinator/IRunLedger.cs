using System.Collections.Immutable;
using ToolZero.Actors.Ledger;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Coordinator;

/// <summary>A batch as it is journalled, before it is trained: all that its update depends on beside the groups.</summary>
/// <param name="Step">Optimiser step it makes.</param>
/// <param name="Groups">Its groups, ascending.</param>
/// <param name="ScheduleWeight">Weight of the strict reward.</param>
/// <param name="LearningRate">Learning rate of the step.</param>
/// <param name="AstRate">Share of exact answers in it: what a success-gated schedule advances by when the run is restored.</param>
/// <param name="Bounds">What bounds the update; null in ledgers of earlier releases: what the run began with.</param>
public sealed record JournalledBatch(long Step, ImmutableArray<GroupId> Groups, double ScheduleWeight, double LearningRate, double AstRate, UpdateBounds? Bounds = null);

/// <summary>
/// What the coordinator needs of a ledger. Every call is durable when it returns, or when the <see cref="Together"/> around it does; the payload
/// of a group comes back bit for bit, because live training and replay both read their batches from here. An older opening of the same ledger
/// is refused with <see cref="LedgerFencedException"/>.
/// </summary>
public interface IRunLedger : IDisposable
{
    /// <summary>Number of this opening of the ledger: the fence against older writers.</summary>
    long Epoch { get; }

    /// <summary>Many calls as one: all of them are durable when this returns, or none.</summary>
    void Together(Action work);

    /// <summary>Where an interrupted run stands; <see cref="RestoredRun.Fresh"/> for a new one.</summary>
    RestoredRun Restore();

    /// <summary>AST rates of the journalled batches, in step order.</summary>
    ImmutableArray<double> AstRates();

    /// <summary>New groups of one unit: pending.</summary>
    void Issue(long unit, ImmutableArray<GroupId> groups, ImmutableArray<string> taskIds);

    /// <summary>Open groups are of another unit from now on.</summary>
    void Move(ImmutableArray<GroupId> groups, long unit);

    /// <summary>Pending -> in flight, with the unit's attempt.</summary>
    void Grant(long unit, ImmutableArray<GroupId> groups, string worker, int attempt);

    /// <summary>In flight -> pending; a failure is counted.</summary>
    void Return(ImmutableArray<GroupId> groups, string reason, bool isFailure);

    /// <summary>Pending or in flight -> scored, with its payload, the oldest policy version among its tokens, and whether all its rewards are equal.</summary>
    void Store(ScoredGroup group, bool isFlat);

    /// <summary>Counts one more delivery of a group that is not needed.</summary>
    void Duplicate(ScoredGroup group);

    /// <summary>Pending or in flight -> quarantined, with one more line of evidence.</summary>
    void Quarantine(ImmutableArray<GroupId> groups, int attempts, string reason);

    /// <summary>Quarantined -> pending, in a unit of its own and with no failures.</summary>
    void Retry(GroupId group, long unit);

    /// <summary>Takes groups that are not trained out of the run for another reason than failed attempts: stale, filtered or failed.</summary>
    void TakeOut(ImmutableArray<GroupId> groups, GroupState state, string reason);

    /// <summary>Scored -> filtered: further groups take their place in the batch of this step.</summary>
    void Replace(ImmutableArray<GroupId> groups, long step);

    /// <summary>How many groups others took the place of in the batch of this step.</summary>
    long Replaced(long step);

    /// <summary>The newest learner: its number is never given again.</summary>
    void AdmitLearner(long epoch);

    void Journal(JournalledBatch batch);

    /// <summary>Scored groups by id, in the order asked for.</summary>
    ImmutableArray<ScoredGroup> Groups(ImmutableArray<GroupId> ids);

    /// <summary>A journalled batch with its payloads.</summary>
    TrainingBatch Batch(long step);

    /// <summary>The groups of the journalled batch -> trained.</summary>
    void MarkTrained(long step);

    void Checkpointed(CheckpointRecord checkpoint);

    /// <summary>Drops some of the payloads of trained steps before <paramref name="payloadsFrom"/>, few enough to be quick.</summary>
    /// <returns>Whether there may be more.</returns>
    bool Prune(long payloadsFrom);

    /// <summary>
    /// Batches from the step of the point on are undone: their groups are filtered, scored ones stale, those in flight pending; later checkpoints
    /// are forgotten.
    /// </summary>
    void RollBack(RollbackPoint point, string reason);

    /// <summary>Another value of a live key.</summary>
    void Change(SettingChange change);

    /// <summary>All groups and tokens by state, counted.</summary>
    LedgerBalance Balance();

    /// <summary>Groups that ended without being trained, with their evidence.</summary>
    ImmutableArray<LostGroup> Lost();
}
