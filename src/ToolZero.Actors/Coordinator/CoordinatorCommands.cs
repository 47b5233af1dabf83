using System.Collections.Immutable;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Coordinator;

/// <summary>What can happen to the coordinator: the input of <see cref="CoordinatorDecisions.Process"/>.</summary>
public abstract record CoordinatorCommand
{
    private CoordinatorCommand()
    {
    }

    /// <summary>The state was created or restored.</summary>
    public sealed record Started : CoordinatorCommand;

    /// <summary>A worker pulls. <paramref name="Sequence"/> grows by one with every lease it got, so a repeated request is granted once.</summary>
    public sealed record WorkRequested(string Worker, long Sequence, ImmutableArray<HeldLease> Held, DateTimeOffset Now) : CoordinatorCommand;

    public sealed record WorkerLost(string Worker, string Reason, DateTimeOffset Now) : CoordinatorCommand;

    /// <summary>A worker could not generate its lease.</summary>
    public sealed record LeaseFailed(string Worker, LeaseId Lease, string Reason, DateTimeOffset Now) : CoordinatorCommand;

    public sealed record GroupDelivered(ScoredGroup Group) : CoordinatorCommand;

    /// <summary>A group that could not be scored by anybody.</summary>
    public sealed record GroupFailed(LeaseId Lease, GroupId Group, string Reason, DateTimeOffset Now) : CoordinatorCommand;

    /// <summary>A learner that has <paramref name="NextStep"/> steps in its weights.</summary>
    public sealed record LearnerReady(string Learner, long NextStep, long CheckpointStep) : CoordinatorCommand;

    public sealed record LearnerLost(string Learner) : CoordinatorCommand;

    public sealed record BatchTrained(string Learner, long Step, DateTimeOffset Now) : CoordinatorCommand;

    public sealed record CheckpointSaved(string Learner, long Step) : CoordinatorCommand;

    public sealed record Tick(DateTimeOffset Now) : CoordinatorCommand;

    public sealed record Pause : CoordinatorCommand;

    public sealed record Resume(DateTimeOffset Now) : CoordinatorCommand;

    /// <summary>End in order: train what is journalled, save a checkpoint, stop.</summary>
    public sealed record Drain(string Reason) : CoordinatorCommand;

    /// <summary>Save a checkpoint at the next step boundary.</summary>
    public sealed record Checkpoint : CoordinatorCommand;
}

/// <summary>What the coordinator has to do, in this order: ledger writes stand before the messages that tell of them.</summary>
public abstract record CoordinatorEffect
{
    private CoordinatorEffect()
    {
    }

    /// <summary>Ledger: new groups of a unit.</summary>
    public sealed record Issue(WorkUnit Unit) : CoordinatorEffect;

    /// <summary>Ledger: in flight. Then the lease goes to the worker.</summary>
    public sealed record Grant(WorkUnit Unit, ImmutableArray<GroupId> OpenGroups) : CoordinatorEffect;

    /// <summary>The same lease again, for a worker that did not receive it.</summary>
    public sealed record GrantAgain(WorkUnit Unit) : CoordinatorEffect;

    /// <summary>Ledger: pending again.</summary>
    public sealed record Return(WorkUnit Unit, ImmutableArray<GroupId> OpenGroups, string Reason) : CoordinatorEffect;

    /// <summary>The worker shall drop the lease.</summary>
    public sealed record Cancel(string Worker, LeaseId Lease) : CoordinatorEffect;

    /// <summary>Ledger: scored, with its payload.</summary>
    public sealed record Store(ScoredGroup Group) : CoordinatorEffect;

    /// <summary>Ledger: one more delivery of a group that is stored, trained, lost, or too old.</summary>
    public sealed record Duplicate(ScoredGroup Group) : CoordinatorEffect;

    /// <summary>Tell the worker that the group is safe.</summary>
    public sealed record Acknowledge(GroupId Group) : CoordinatorEffect;

    /// <summary>Ledger: lost for training, with the evidence.</summary>
    public sealed record Quarantine(ImmutableArray<GroupId> Groups, int Attempts, ImmutableArray<string> Evidence) : CoordinatorEffect;

    /// <summary>Ledger: these groups make the batch of this step.</summary>
    public sealed record Journal(OutstandingBatch Batch) : CoordinatorEffect;

    /// <summary>Read the journalled batch from the ledger and send it to the learner.</summary>
    public sealed record SendBatch(long Step, bool Replay) : CoordinatorEffect;

    /// <summary>Ledger: trained. Metrics of the step are written first.</summary>
    public sealed record MarkTrained(OutstandingBatch Batch) : CoordinatorEffect;

    public sealed record SaveCheckpoint(long Step) : CoordinatorEffect;

    /// <summary>Ledger: payloads of steps before this one are not needed any more.</summary>
    public sealed record Prune(long BeforeStep) : CoordinatorEffect;

    public sealed record PhaseChanged(RunPhase Phase, string Reason) : CoordinatorEffect;
}

/// <summary>One grant of one unit: the attempt tells grants apart.</summary>
public readonly record struct LeaseId(long Unit, int Attempt)
{
    public override string ToString() => $"u{Unit}.{Attempt}";
}

/// <summary>A lease that a worker has, told with every request, so that a restarted coordinator knows it again.</summary>
public readonly record struct HeldLease(LeaseId Lease, long Version);
