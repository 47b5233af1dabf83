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

/// <summary>Where an open group is.</summary>
public enum GroupPhase
{
    /// <summary>Not delivered yet: pending or leased, as its unit says.</summary>
    Open,

    /// <summary>Stored, waiting for a batch.</summary>
    Scored,

    /// <summary>In the journalled batch that the learner trains.</summary>
    Batched,
}

/// <summary>A group that is issued and neither trained nor lost.</summary>
/// <param name="Id">Its ordinal.</param>
/// <param name="Unit">The unit it was issued in.</param>
/// <param name="Phase">Where it is.</param>
/// <param name="SampledBy">Oldest policy version among its tokens; meaningful once scored.</param>
public sealed record OpenGroup(GroupId Id, long Unit, GroupPhase Phase, long SampledBy);

/// <summary>Who works on a unit, until when, and the version that was newest when it began.</summary>
public sealed record ActiveLease(string Worker, long Sequence, long Version, DateTimeOffset Deadline);

/// <summary>
/// Consecutive groups that are leased together and generated alone: floating-point results depend on what is computed side by side, so
/// a unit is always generated whole, also when some of its groups are stored already.
/// </summary>
/// <param name="Id">Ordinal of its first group.</param>
/// <param name="Groups">All its groups, ascending.</param>
/// <param name="Attempt">Number of the latest lease; 0 before the first.</param>
/// <param name="Lease">The lease in force.</param>
/// <param name="Evidence">Why earlier attempts failed.</param>
public sealed record WorkUnit(long Id, ImmutableArray<GroupId> Groups, int Attempt, ActiveLease? Lease, ImmutableArray<string> Evidence);

/// <summary>The learner incarnation in charge: which step it trains next, and whether it is at work.</summary>
public sealed record LearnerSlot(string Name, long NextStep, bool Busy);

/// <summary>The journalled batch that is not trained yet.</summary>
public sealed record OutstandingBatch(long Step, ImmutableArray<GroupId> Groups);

/// <summary>A worker that asked for work and waits.</summary>
public sealed record WaitingWorker(string Name, long Sequence);

/// <summary>
/// Groups by final or current state: issued = pending + in-flight + scored + trained + stale + filtered + failed + quarantined at every moment.
/// </summary>
/// <param name="Issued">Groups ever issued.</param>
/// <param name="Pending">With nobody.</param>
/// <param name="InFlight">Leased.</param>
/// <param name="Scored">Stored, and not trained yet.</param>
/// <param name="Trained">Their gradient is in the weights.</param>
/// <param name="Stale">Taken out: too old to be trained.</param>
/// <param name="Filtered">Taken out by a filter or a rollback.</param>
/// <param name="Failed">Given up for good.</param>
/// <param name="Quarantined">Failed as often as is allowed; an operator may try them again.</param>
/// <param name="Duplicates">Deliveries of groups that were not needed any more.</param>
public sealed record GroupCounts(
    long Issued, long Pending, long InFlight, long Scored, long Trained, long Stale, long Filtered, long Failed, long Quarantined, long Duplicates)
{
    public bool Balanced => Issued == Pending + InFlight + Scored + Trained + Stale + Filtered + Failed + Quarantined;
}

/// <summary>
/// All that the coordinator knows, immutable: <see cref="CoordinatorDecisions.Process"/> is the only way forward. Trained and lost groups are
/// numbers only, so the state stays as small as the staleness gate is wide.
/// </summary>
public sealed record CoordinatorState(CoordinatorSettings Settings)
{
    internal const string Nothing = "nothing";

    public RunPhase Phase { get; init; } = RunPhase.Running;

    /// <summary>Why the run stopped or failed.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Optimiser steps trained = newest policy version.</summary>
    public long Version { get; init; }

    public long NextGroup { get; init; }

    public long Quarantined { get; init; }

    public long LostInARow { get; init; }

    public long Duplicates { get; init; }

    /// <summary>Step of the newest checkpoint; 0 = the base model.</summary>
    public long CheckpointStep { get; init; }

    /// <summary>A checkpoint was asked for outside the regular ones.</summary>
    public bool CheckpointWanted { get; init; }

    public ImmutableSortedDictionary<GroupId, OpenGroup> Groups { get; init; } = ImmutableSortedDictionary<GroupId, OpenGroup>.Empty;

    /// <summary>Units with at least one group that is not delivered.</summary>
    public ImmutableSortedDictionary<long, WorkUnit> Units { get; init; } = ImmutableSortedDictionary<long, WorkUnit>.Empty;

    /// <summary>Last sequence number that was granted, by worker.</summary>
    public ImmutableDictionary<string, long> Workers { get; init; } = ImmutableDictionary<string, long>.Empty;

    public ImmutableList<WaitingWorker> Waiting { get; init; } = [];

    public LearnerSlot? Learner { get; init; }

    public OutstandingBatch? Outstanding { get; init; }

    public long IssuedNotLost => NextGroup - Quarantined;

    public GroupCounts Counts
    {
        get
        {
            long pending = 0, inFlight = 0, scored = 0;
            foreach (var group in Groups.Values)
            {
                if (group.Phase != GroupPhase.Open) scored++;
                else if (Units[group.Unit].Lease is null) pending++;
                else inFlight++;
            }

            return new GroupCounts(NextGroup, pending, inFlight, scored, Version * Settings.Batch, 0, 0, 0, Quarantined, Duplicates);
        }
    }

    /// <summary>One line: what the run waits for.</summary>
    public string WaitingFor => Phase switch
    {
        RunPhase.Paused => "a resume command",
        RunPhase.Stopped or RunPhase.Finished or RunPhase.Failed => Nothing,
        _ when Learner is null => "a learner",
        _ when Learner.Busy && Learner.NextStep < Version => $"the learner, replaying step {Learner.NextStep} of {Version}",
        _ when Learner.Busy => $"the learner, step {Learner.NextStep}",
        _ when Phase == RunPhase.Draining => "the learner's checkpoint",
        _ when Workers.IsEmpty => "a rollout worker",
        _ => $"rollouts of step {Version}: {Groups.Values.Count(g => g.Phase == GroupPhase.Scored)} of {Settings.Batch} groups are scored, leases "
            + string.Join(", ", Units.Values.Where(u => u.Lease is not null).Select(u => $"u{u.Id} on {u.Lease!.Worker}").DefaultIfEmpty("none")),
    };
}
