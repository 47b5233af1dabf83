using System.Collections.Immutable;
using ToolZero.Actors.Ledger;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Coordinator;

/// <summary>What the coordinator has to do, in this order: ledger writes stand before the messages that tell of them.</summary>
public abstract record CoordinatorEffect
{
    private CoordinatorEffect()
    {
    }

    /// <summary>Ledger: new groups of a unit.</summary>
    public sealed record Issue(WorkUnit Unit) : CoordinatorEffect;

    /// <summary>Ledger: these open groups of a pending unit are a unit of their own from now on.</summary>
    public sealed record Split(WorkUnit Rest) : CoordinatorEffect;

    /// <summary>Ledger: in flight. Then the lease goes to the worker.</summary>
    public sealed record Grant(WorkUnit Unit, ImmutableArray<GroupId> OpenGroups) : CoordinatorEffect;

    /// <summary>The same lease again, for a worker that did not receive it.</summary>
    public sealed record GrantAgain(WorkUnit Unit) : CoordinatorEffect;

    /// <summary>Ledger: pending again, with what happened; a failure counts towards the quarantine.</summary>
    public sealed record Return(WorkUnit Unit, ImmutableArray<GroupId> OpenGroups, string Reason, bool IsFailure) : CoordinatorEffect;

    /// <summary>The worker shall drop the lease.</summary>
    public sealed record Cancel(string Worker, LeaseId Lease) : CoordinatorEffect;

    /// <summary>Ledger: scored, with its payload, and whether it would train nothing.</summary>
    public sealed record Store(ScoredGroup Group, bool IsFlat) : CoordinatorEffect;

    /// <summary>Ledger: one more delivery of a group that is stored, trained, lost, or too old.</summary>
    public sealed record Duplicate(ScoredGroup Group) : CoordinatorEffect;

    /// <summary>Tell the worker that the group is safe.</summary>
    public sealed record Acknowledge(GroupId Group) : CoordinatorEffect;

    /// <summary>Tell the sender, a worker that takes leave, that it may go.</summary>
    public sealed record Release : CoordinatorEffect
    {
        public static Release Instance { get; } = new();
    }

    /// <summary>Ledger: lost for training, with the evidence; the last line of it is new.</summary>
    public sealed record Quarantine(ImmutableArray<GroupId> Groups, int Attempts, ImmutableArray<string> Evidence) : CoordinatorEffect;

    /// <summary>Ledger: out of the quarantine and pending, as a unit of its own.</summary>
    public sealed record Retry(WorkUnit Unit) : CoordinatorEffect;

    /// <summary>Ledger: out of the run for good.</summary>
    public sealed record TakeOut(ImmutableArray<GroupId> Groups, GroupState State, string Reason) : CoordinatorEffect;

    /// <summary>Ledger: filtered, because further groups take their place in the batch of this step.</summary>
    public sealed record Replace(ImmutableArray<GroupId> Groups, long Step) : CoordinatorEffect;

    /// <summary>Ledger: a new learner. Then it is told its epoch and what was rolled back.</summary>
    public sealed record Admit(long LearnerEpoch, bool IsNew) : CoordinatorEffect;

    /// <summary>Tell the sender that a newer learner is in charge.</summary>
    public sealed record Supersede(long LearnerEpoch) : CoordinatorEffect;

    /// <summary>Ledger: these groups make the batch of this step.</summary>
    public sealed record Journal(OutstandingBatch Batch) : CoordinatorEffect;

    /// <summary>Read the journalled batch from the ledger and send it to the learner.</summary>
    public sealed record SendBatch(long Step, bool Replay) : CoordinatorEffect;

    /// <summary>Ledger: trained, and the metrics of the step.</summary>
    public sealed record MarkTrained(OutstandingBatch Batch) : CoordinatorEffect;

    public sealed record SaveCheckpoint(long Step) : CoordinatorEffect;

    /// <summary>Ledger: a checkpoint holds all steps below; payloads of steps before <paramref name="PayloadsFrom"/> are not needed any more.</summary>
    public sealed record Prune(long Step, long PayloadsFrom) : CoordinatorEffect;

    /// <summary>Ledger: the batches from this step on are undone, their groups and all that were sampled out of the run or pending again.</summary>
    public sealed record RollBack(RollbackPoint Point, long From, string Reason) : CoordinatorEffect;

    /// <summary>Ledger: another value of a live key. Then everybody works by it.</summary>
    public sealed record Change(SettingChange Setting) : CoordinatorEffect;

    /// <summary>An operator's command is applied or refused.</summary>
    public sealed record Answer(long Ticket, CoordinatorProtocol.CommandResult Result) : CoordinatorEffect;

    public sealed record PhaseChanged(RunPhase Phase, string Reason) : CoordinatorEffect;
}
