using System.Collections.Immutable;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Coordinator;

/// <summary>What the run is doing.</summary>
public enum RunPhase
{
    Running,

    /// <summary>No lease is granted and no batch formed; what is under way goes on.</summary>
    Paused,

    /// <summary>As paused, and a checkpoint ends the run in order.</summary>
    Draining,

    /// <summary>Drained to a checkpoint: resume continues here.</summary>
    Stopped,

    /// <summary>All steps are trained and in a checkpoint.</summary>
    Finished,

    /// <summary>Given up with a reason.</summary>
    Failed,
}

/// <summary>What the learner is doing.</summary>
public enum LearnerWork
{
    /// <summary>It was admitted and reads its checkpoint.</summary>
    Loading,
    Idle,
    Training,
    Saving,
}

/// <summary>The learner incarnation in charge.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Incarnation">What tells it from all others.</param>
/// <param name="NextStep">The step that it trains next, or is training.</param>
/// <param name="Work">What it is doing.</param>
/// <param name="Since">Since when.</param>
public sealed record LearnerSlot(string Name, string Incarnation, long NextStep, LearnerWork Work, DateTimeOffset Since);

/// <summary>The journalled batch that is not trained yet.</summary>
public sealed record OutstandingBatch(long Step, ImmutableArray<GroupId> Groups);

/// <summary>Groups that ended without being trained.</summary>
public sealed record LostCounts(long Stale, long Filtered, long Failed, long Quarantined)
{
    public static LostCounts None { get; } = new(0, 0, 0, 0);

    public long Total => Stale + Filtered + Failed + Quarantined;
}

/// <summary>A rollback, or another value of a live key, that waits for a step boundary.</summary>
/// <param name="Ticket">Of the command.</param>
/// <param name="Command">As it was given.</param>
/// <param name="Key">The key that gets another value; null for a rollback.</param>
/// <param name="Value">The value that it gets.</param>
public sealed record PendingOrder(long Ticket, CoordinatorProtocol.IOperatorCommand Command, LiveKey? Key = null, object? Value = null)
{
    /// <summary>The settings that it leads to.</summary>
    public CoordinatorSettings After(CoordinatorSettings settings) => Key is null ? settings : Key.Write(settings, Value!);

    /// <summary>True when fewer groups may be open afterwards.</summary>
    public bool Narrows(CoordinatorSettings settings) => After(settings) is var after && (after.Batch < settings.Batch || after.MaxVersions < settings.MaxVersions);
}

/// <summary>A quarantined group that waits for room in the gate.</summary>
public sealed record PendingRetry(long Ticket, WorkUnit Unit);

/// <summary>An answer that is given when the learner stands where the command wants it.</summary>
public sealed record PendingAnswer(long Ticket, CoordinatorProtocol.CommandResult Result);

/// <summary>
/// All that the coordinator knows, immutable: <see cref="CoordinatorDecisions.Process"/> is the only way forward. Trained and lost groups are
/// numbers only, so the state stays as small as the staleness gate is wide.
/// </summary>
public sealed record CoordinatorState(CoordinatorSettings Settings)
{
    internal const string Nothing = "nothing";
    private const int ShownLeases = 4;

    public RunPhase Phase { get; init; } = RunPhase.Running;

    /// <summary>Nothing happens any more.</summary>
    public bool HasEnded => Phase is RunPhase.Stopped or RunPhase.Finished or RunPhase.Failed;

    /// <summary>Why the run is in this phase.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Optimiser steps trained = newest policy version.</summary>
    public long Version { get; init; }

    /// <summary>Groups of every step so far.</summary>
    public BatchSizes Sizes { get; init; } = BatchSizes.Empty;

    /// <summary>Groups whose gradient is in the newest policy.</summary>
    public long Trained => Sizes.Groups(Version);

    public long NextGroup { get; init; }

    public LostCounts Lost { get; init; } = LostCounts.None;

    public long LostInARow { get; init; }

    public long Duplicates { get; init; }

    /// <summary>Leases that passed their deadline, since this coordinator started.</summary>
    public long ExpiredLeases { get; init; }

    /// <summary>Open groups.</summary>
    public GroupBook Book { get; init; } = GroupBook.Empty;

    public WorkerBook Workers { get; init; } = WorkerBook.Empty;

    public LearnerSlot? Learner { get; init; }

    /// <summary>When the last learner was lost, or this coordinator started; of no meaning while there is one.</summary>
    public DateTimeOffset VacantSince { get; init; }

    /// <summary>Number of the newest learner: what older ones say is not listened to.</summary>
    public long LearnerEpoch { get; init; }

    public OutstandingBatch? Outstanding { get; init; }

    /// <summary>The step whose batch is being filled.</summary>
    public long NextStep => Version + (Outstanding is null ? 0 : 1);

    /// <summary>Groups of equal rewards that others took the place of in the batch that is being filled.</summary>
    public long Replaced { get; init; }

    /// <summary>Steps of the newest checkpoint; 0 = the base model.</summary>
    public long CheckpointStep { get; init; }

    /// <summary>Steps of all checkpoints that there are, ascending.</summary>
    public ImmutableArray<long> Kept { get; init; } = [];

    /// <summary>All rollbacks of the run.</summary>
    public ImmutableArray<RollbackPoint> Rollbacks { get; init; } = [];

    /// <summary>A checkpoint was asked for outside the regular ones, by these commands.</summary>
    public ImmutableArray<long> CheckpointTickets { get; init; } = [];

    /// <summary>Commands to be answered when the run has stopped.</summary>
    public ImmutableArray<long> DrainTickets { get; init; } = [];

    /// <summary>Settings and rollbacks that wait for a step boundary, in order.</summary>
    public ImmutableList<PendingOrder> Orders { get; init; } = [];

    public ImmutableList<PendingRetry> Retries { get; init; } = [];

    /// <summary>Answers that wait until the learner is back at work.</summary>
    public ImmutableList<PendingAnswer> Answers { get; init; } = [];

    /// <summary>Times that the run went back: orders the weights, together with the version.</summary>
    public long PolicyEpoch => Rollbacks.Length;

    /// <summary>The newest weights.</summary>
    public WeightsKey Weights => new(PolicyEpoch, Version);

    /// <summary>A lower batch size or η waits until what is sampled fits it: until then no more is sampled than the next batch needs.</summary>
    public bool IsNarrowing => Orders.FirstOrDefault()?.Narrows(Settings) == true;

    /// <summary>Groups that may be open now.</summary>
    public long Capacity => IsNarrowing ? Math.Min(Settings.Batch, Settings.Gate.Capacity(Version)) : Settings.Gate.Capacity(Version);

    public GroupCounts Counts => new(
        NextGroup, Book.Pending, Book.Leased.Total, Book.Scored.Total + Book.Batched, Trained, Lost.Stale, Lost.Filtered, Lost.Failed, Lost.Quarantined, Duplicates);

    /// <summary>One line: what the run waits for.</summary>
    public string WaitingFor => Phase switch
    {
        RunPhase.Paused => "a resume command",
        RunPhase.Stopped or RunPhase.Finished or RunPhase.Failed => Nothing,
        _ when Learner is null => "a learner",
        _ when Learner.Work == LearnerWork.Loading => "the learner, which reads its checkpoint",
        _ when Learner.Work == LearnerWork.Training && Learner.NextStep < Version => $"the learner, replaying step {Learner.NextStep} of {Version}",
        _ when Learner.Work == LearnerWork.Training => $"the learner, step {Learner.NextStep}",
        _ when Learner.Work == LearnerWork.Saving || Phase == RunPhase.Draining => "the learner's checkpoint",
        _ when Workers.Slots.IsEmpty => "a rollout worker",
        _ => $"rollouts of step {Version}: {Book.Scored.Total} of {Settings.Batch} groups are scored, leases {LeasesInForce()}",
    };

    private string LeasesInForce()
    {
        var leases = Book.Units.Values.Where(u => u.Lease is not null).Take(ShownLeases).Select(u => $"u{u.Id} on {u.Lease!.Worker}").ToList();
        var more = Book.Units.Count - Book.PendingUnits.Count - leases.Count;
        if (more > 0) leases.Add($"{more} more");
        return leases.Count == 0 ? "none" : string.Join(", ", leases);
    }
}
