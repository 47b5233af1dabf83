using System.Collections.Immutable;
using Akka.Actor;
using ToolZero.Core.Data;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Training;

namespace ToolZero.Actors.Coordinator;

/// <summary>The coordinator's vocabulary: what workers and learner say to it and hear from it. What operators say stands beside it.</summary>
public static partial class CoordinatorProtocol
{
    /// <summary>To every rollout actor. One of its groups.</summary>
    public sealed record LeasedGroup(GroupId Id, ToolTask Task)
    {
        /// <summary>The trace that its parts belong to; null = it is not traced.</summary>
        public string? Trace { get; init; }
    }

    /// <summary>What holds for all groups of a lease, so that a group is sampled with one value.</summary>
    /// <param name="Temperature">Sampling temperature.</param>
    /// <param name="Exclusive">η = 0: the lease has the engine for itself, so that its numbers do not depend on what else is computed.</param>
    public sealed record LeaseTerms(double Temperature, bool Exclusive);

    /// <summary>Coordinator -> rollout: generate all groups of a unit, alone, with these weights or newer ones.</summary>
    public sealed record Lease(LeaseId Id, long Sequence, WeightsKey Weights, LeaseTerms Terms, ImmutableArray<LeasedGroup> Groups);

    /// <summary>Coordinator -> rollout, when it hears of a worker for the first time: what it has not acknowledged is to be delivered (again).</summary>
    /// <param name="Coordinator">Epoch of the coordinator.</param>
    public sealed record WorkerWelcome(long Coordinator);

    /// <summary>Coordinator -> rollout: the lease is not yours any more, drop what is left of it.</summary>
    public sealed record CancelLease(LeaseId Id);

    /// <summary>Coordinator -> rollout: the group is in the ledger; forget it.</summary>
    public sealed record Acknowledged(GroupId Id);

    /// <summary>Rollout -> coordinator: the pull. Repeated on a timer; also says which leases the worker has.</summary>
    /// <param name="Worker">Name of this incarnation of the worker.</param>
    /// <param name="Sequence">0 = nothing wanted; else one more than that of the last lease received.</param>
    /// <param name="Held">Leases under way.</param>
    public sealed record RequestWork(string Worker, long Sequence, ImmutableArray<HeldLease> Held);

    /// <summary>Rollout -> coordinator, repeated until it is answered: it finishes what it has and wants no more leases.</summary>
    public sealed record TakeLeave(string Worker);

    /// <summary>Coordinator -> rollout that takes leave: no lease is yours any more, and none is on its way to you.</summary>
    public sealed record Released
    {
        public static Released Instance { get; } = new();
    }

    /// <summary>Rollout -> coordinator, repeated until acknowledged.</summary>
    /// <param name="Group">The scored group.</param>
    /// <param name="Scoring">How long the worker waited for its scores.</param>
    /// <param name="PolicyEpoch">Epoch of the weights that its lease asked for.</param>
    public sealed record DeliverGroup(ScoredGroup Group, TimeSpan Scoring, long PolicyEpoch)
    {
        /// <summary>What its storing belongs to; null = it is not traced.</summary>
        public string? Trace { get; init; }
    }

    /// <summary>Rollout -> coordinator: nobody could score the group.</summary>
    public sealed record ReportGroupFailed(LeaseId Lease, GroupId Group, string Reason);

    /// <summary>Rollout -> coordinator: the lease cannot be done here.</summary>
    public sealed record ReportLeaseFailed(string Worker, LeaseId Lease, string Reason);

    /// <summary>
    /// Learner -> coordinator, repeated on a timer: asks to be admitted, then says where it stands. Repetition is how a coordinator that has
    /// moved hears of it, and how a lost message is noticed.
    /// </summary>
    public sealed record LearnerHello(string Learner, LearnerStanding Standing);

    /// <summary>Coordinator -> learner: it is in charge. It reads its checkpoint, or reads it again when a rollback is new to it.</summary>
    /// <param name="Epoch">Its number: goes into everything that it says or writes from now on.</param>
    /// <param name="Coordinator">Epoch of the coordinator.</param>
    /// <param name="Rollbacks">All rollbacks of the run: what they undid is not to be read.</param>
    public sealed record LearnerAdmitted(long Epoch, long Coordinator, ImmutableArray<RollbackPoint> Rollbacks);

    /// <summary>Coordinator -> learner: the learner of this epoch is in charge; stop.</summary>
    public sealed record LearnerSuperseded(long Epoch);

    /// <summary>Coordinator -> learner. A replayed batch is one that an earlier incarnation trained already.</summary>
    public sealed record TrainBatch(TrainingBatch Batch, bool Replay, long Coordinator)
    {
        /// <summary>What the gradient of each group belongs to, in the order of the batch, "" for one that is not traced; empty when none is.</summary>
        public ImmutableArray<string> Traces { get; init; } = [];
    }

    /// <summary>Learner -> coordinator: the step is in the weights.</summary>
    public sealed record BatchTrained(string Learner, long Epoch, long Step, StepReport Report, TimeSpan Training, TimeSpan Publishing);

    /// <summary>Coordinator -> learner: write a checkpoint with these steps.</summary>
    public sealed record SaveCheckpoint(long Step, long Coordinator);

    /// <summary>Learner -> coordinator.</summary>
    /// <param name="Learner">Its name.</param>
    /// <param name="Epoch">Its number.</param>
    /// <param name="Step">Steps in the checkpoint.</param>
    /// <param name="Folder">Where it is.</param>
    /// <param name="WeightsSha256">Hash of its weights.</param>
    /// <param name="Kept">Steps of all checkpoints that there are, ascending.</param>
    /// <param name="Duration">How long writing took.</param>
    public sealed record CheckpointSaved(string Learner, long Epoch, long Step, string Folder, string WeightsSha256, ImmutableArray<long> Kept, TimeSpan Duration);

    /// <summary>On the event stream of the coordinator's node: a new incarnation; what an earlier one was told and did not confirm is lost.</summary>
    public sealed record CoordinatorStarted : INoSerializationVerificationNeeded
    {
        public static CoordinatorStarted Instance { get; } = new();
    }

    /// <summary>On the event stream of the coordinator's node: it has ended, or starts anew.</summary>
    public sealed record CoordinatorStopped : INoSerializationVerificationNeeded
    {
        public static CoordinatorStopped Instance { get; } = new();
    }

    /// <summary>Coordinator -> rollout, learner: the least important messages that are to be logged.</summary>
    public sealed record SetLogLevel(string Level);
}
