using System.Collections.Immutable;
using ToolZero.Actors.Ledger;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Coordinator;

/// <summary>What can happen to the coordinator: the input of <see cref="CoordinatorDecisions.Process"/>.</summary>
/// <param name="Now">When it happens.</param>
public abstract record CoordinatorCommand(DateTimeOffset Now)
{

    /// <summary>The state was created or restored.</summary>
    public sealed record Started(DateTimeOffset Now) : CoordinatorCommand(Now);

    /// <summary>A worker pulls. <paramref name="Sequence"/> grows by one with every lease it got, so a repeated request is granted once.</summary>
    public sealed record WorkRequested(string Worker, long Sequence, ImmutableArray<HeldLease> Held, DateTimeOffset Now) : CoordinatorCommand(Now);

    public sealed record WorkerLost(string Worker, string Reason, DateTimeOffset Now) : CoordinatorCommand(Now);

    /// <summary>A worker wants no more leases, and asks whether it has any left.</summary>
    public sealed record WorkerLeaves(string Worker, DateTimeOffset Now) : CoordinatorCommand(Now);

    /// <summary>A worker could not generate its lease.</summary>
    public sealed record LeaseFailed(string Worker, LeaseId Lease, string Reason, DateTimeOffset Now) : CoordinatorCommand(Now);

    /// <summary>A group that was generated under a lease of this policy epoch.</summary>
    public sealed record GroupDelivered(ScoredGroup Group, long PolicyEpoch, DateTimeOffset Now) : CoordinatorCommand(Now)
    {
        /// <summary>All its rewards are equal at the schedule weight of the next batch: it would train nothing.</summary>
        public bool IsFlat { get; init; }
    }

    /// <summary>A group that could not be scored by anybody.</summary>
    public sealed record GroupFailed(LeaseId Lease, GroupId Group, string Reason, DateTimeOffset Now) : CoordinatorCommand(Now);

    /// <summary>A learner introduces itself, or says that it is still there.</summary>
    /// <param name="Learner">Its name.</param>
    /// <param name="Incarnation">What tells it from all others, also from an earlier one of its name.</param>
    /// <param name="Hello">What it said.</param>
    /// <param name="Now">When.</param>
    public sealed record LearnerHeard(string Learner, string Incarnation, LearnerStanding Hello, DateTimeOffset Now) : CoordinatorCommand(Now);

    public sealed record LearnerLost(string Incarnation, DateTimeOffset Now) : CoordinatorCommand(Now);

    public sealed record BatchTrained(long LearnerEpoch, long Step, DateTimeOffset Now) : CoordinatorCommand(Now);

    public sealed record CheckpointSaved(long LearnerEpoch, long Step, ImmutableArray<long> Kept, DateTimeOffset Now) : CoordinatorCommand(Now);

    public sealed record Tick(DateTimeOffset Now) : CoordinatorCommand(Now);

    /// <summary>An operator's command; what becomes of it is said by <see cref="CoordinatorEffect.Answer"/> with the same ticket.</summary>
    public sealed record Ordered(long Ticket, CoordinatorProtocol.IOperatorCommand Command, DateTimeOffset Now) : CoordinatorCommand(Now)
    {
        /// <summary>The group that it is about, as the ledger knows it, if it ended without being trained.</summary>
        public LostGroup? Lost { get; init; }
    }
}

/// <summary>One grant of one unit: the attempt tells grants apart.</summary>
public readonly record struct LeaseId(long Unit, int Attempt)
{
    public override string ToString() => $"u{Unit}.{Attempt}";
}

/// <summary>A lease that a worker has and the weights it asks for, told with every request, so that a restarted coordinator knows it again.</summary>
public readonly record struct HeldLease(LeaseId Lease, WeightsKey Weights);

/// <summary>Where a learner stands.</summary>
/// <param name="Epoch">The epoch that it was admitted with; 0 = not admitted yet.</param>
/// <param name="PolicyEpoch">Rollbacks that its weights know of.</param>
/// <param name="NextStep">Optimiser steps in its weights.</param>
/// <param name="CheckpointStep">Steps in the checkpoint that it started from, or wrote last.</param>
/// <param name="Kept">Steps of all checkpoints that there are, ascending.</param>
public sealed record LearnerStanding(long Epoch, long PolicyEpoch, long NextStep, long CheckpointStep, ImmutableArray<long> Kept)
{
    public static LearnerStanding Unknown { get; } = new(0, 0, 0, 0, []);
}

/// <summary>The run went back: the weights of this policy epoch follow on those of this step.</summary>
public sealed record RollbackPoint(long PolicyEpoch, long Step);
