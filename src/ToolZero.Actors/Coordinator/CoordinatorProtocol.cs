using System.Collections.Immutable;
using ToolZero.Core.Data;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Training;

namespace ToolZero.Actors.Coordinator;

/// <summary>The coordinator's vocabulary: what workers and learner say to it and hear from it. What operators say stands beside it.</summary>
public static partial class CoordinatorProtocol
{
    /// <summary>To every rollout actor. One of its groups.</summary>
    public sealed record LeasedGroup(GroupId Id, ToolTask Task);

    /// <summary>Coordinator -> rollout: generate all groups of a unit, alone, with weights of at least <paramref name="Version"/>.</summary>
    public sealed record Lease(LeaseId Id, long Sequence, PolicyVersion Version, ImmutableArray<LeasedGroup> Groups);

    /// <summary>Coordinator -> rollout: the lease is not yours any more, drop what is left of it.</summary>
    public sealed record CancelLease(LeaseId Id);

    /// <summary>Coordinator -> rollout: the group is in the ledger; forget it.</summary>
    public sealed record Acknowledged(GroupId Id);

    /// <summary>Rollout -> coordinator: the pull. Repeated on a timer; also says which leases the worker has.</summary>
    /// <param name="Worker">Name of this incarnation of the worker.</param>
    /// <param name="Sequence">0 = nothing wanted; else one more than that of the last lease received.</param>
    /// <param name="Held">Leases under way.</param>
    public sealed record RequestWork(string Worker, long Sequence, ImmutableArray<HeldLease> Held);

    /// <summary>Rollout -> coordinator, repeated until acknowledged.</summary>
    /// <param name="Group">The scored group.</param>
    /// <param name="Scoring">How long the worker waited for its scores.</param>
    public sealed record DeliverGroup(ScoredGroup Group, TimeSpan Scoring);

    /// <summary>Rollout -> coordinator: nobody could score the group.</summary>
    public sealed record ReportGroupFailed(LeaseId Lease, GroupId Group, string Reason);

    /// <summary>Rollout -> coordinator: the lease cannot be done here.</summary>
    public sealed record ReportLeaseFailed(string Worker, LeaseId Lease, string Reason);

    /// <summary>Learner -> coordinator: ready to train <paramref name="NextStep"/>; its newest checkpoint holds <paramref name="CheckpointStep"/> steps.</summary>
    public sealed record LearnerHello(string Learner, long NextStep, long CheckpointStep);

    /// <summary>Coordinator -> learner. A replayed batch is one that an earlier incarnation trained already.</summary>
    public sealed record TrainBatch(TrainingBatch Batch, bool Replay);

    /// <summary>Learner -> coordinator: the step is in the weights.</summary>
    public sealed record BatchTrained(string Learner, long Step, StepReport Report, TimeSpan Training, TimeSpan Publishing);

    /// <summary>Coordinator -> learner: write a checkpoint with these steps.</summary>
    public sealed record SaveCheckpoint(long Step);

    /// <summary>Learner -> coordinator.</summary>
    public sealed record CheckpointSaved(string Learner, long Step, string Folder, string WeightsSha256, TimeSpan Duration);

    /// <summary>On the event stream: a new incarnation, that workers and learner have to introduce themselves to.</summary>
    public sealed record CoordinatorStarted
    {
        public static CoordinatorStarted Instance { get; } = new();
    }
}
