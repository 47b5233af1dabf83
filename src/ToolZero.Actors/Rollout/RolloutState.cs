using System.Collections.Immutable;
using ToolZero.Actors.Coordinator;
using ToolZero.Core.Data;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Rollout;

/// <summary>Where a held group is.</summary>
public enum HeldPhase
{
    /// <summary>Its weights are not here yet, or another lease has the engine.</summary>
    Waiting,
    Generating,
    Scoring,

    /// <summary>Delivered; kept until the coordinator has it in its ledger.</summary>
    Unacknowledged,
}

/// <summary>A group of a lease in force.</summary>
/// <param name="Id">Its ordinal.</param>
/// <param name="Lease">The lease it belongs to.</param>
/// <param name="Weights">The weights that its lease asks for.</param>
/// <param name="Temperature">Sampling temperature of its lease.</param>
/// <param name="Task">Its dataset row.</param>
/// <param name="Phase">Where it is.</param>
/// <param name="Scored">What is delivered.</param>
/// <param name="Waits">Periods that its acknowledgement has been waited for.</param>
public sealed record HeldGroup(
    GroupId Id, LeaseId Lease, WeightsKey Weights, double Temperature, ToolTask Task, HeldPhase Phase, ScoredGroup? Scored, int Waits = 0)
{
    /// <summary>The trace that it belongs to; null = it is not traced.</summary>
    public string? Trace { get; init; }

    /// <summary>When its generation began.</summary>
    public DateTimeOffset Begun { get; init; }
}

/// <summary>Leases and groups of one rollout actor; pure.</summary>
public sealed record RolloutState(string Worker, RolloutSettings Settings)
{
    /// <summary>Number of the next request.</summary>
    public long Sequence { get; init; } = 1;

    /// <summary>It finishes what it has and takes nothing new.</summary>
    public bool Draining { get; init; }

    /// <summary>The coordinator has no lease for it any more.</summary>
    public bool Released { get; init; }

    /// <summary>Periods that it has had nothing left to finish and was not released.</summary>
    public int Idle { get; init; }

    /// <summary>Nothing is left to finish, and nothing on its way.</summary>
    public bool Drained => Draining && Groups.IsEmpty && (Released || Idle >= Settings.LeaveAfter);

    /// <summary>The weights in the engine; null before the first.</summary>
    public WeightsKey? Weights { get; init; }

    /// <summary>One lease in the engine at a time, as the newest lease says.</summary>
    public bool Exclusive { get; init; } = Settings.Exclusive;

    /// <summary>Leases in force and the weights that each needs.</summary>
    public ImmutableSortedDictionary<LeaseId, WeightsKey> Leases { get; init; } =
        ImmutableSortedDictionary.Create<LeaseId, WeightsKey>(Comparer<LeaseId>.Create((a, b) => (a.Unit, a.Attempt).CompareTo((b.Unit, b.Attempt))));

    public ImmutableSortedDictionary<GroupId, HeldGroup> Groups { get; init; } = ImmutableSortedDictionary<GroupId, HeldGroup>.Empty;

    public ImmutableArray<HeldLease> Held => [.. Leases.Select(l => new HeldLease(l.Key, l.Value))];

    /// <summary>True when there is room for one more lease.</summary>
    public bool WantsWork
    {
        get
        {
            if (Draining || Weights is null || Groups.Count >= Settings.MaxHeld || Groups.Values.Any(g => g.Phase == HeldPhase.Waiting)) return false;
            var generating = Groups.Values.Count(g => g.Phase == HeldPhase.Generating);
            return generating == 0 || (!Exclusive && (generating + 1) * Settings.GroupSize <= Settings.MaxRows);
        }
    }

    /// <summary>
    /// The state with a new lease. One that was here before changes nothing, be it done meanwhile: the answers to repeated requests come late.
    /// An older attempt at the unit gives way.
    /// </summary>
    public (RolloutState State, ImmutableArray<GroupId> Dropped) Accept(CoordinatorProtocol.Lease lease)
    {
        if (lease.Sequence < Sequence || Leases.ContainsKey(lease.Id)) return (this, []);
        var (state, dropped) = (this, ImmutableArray<GroupId>.Empty);
        foreach (var older in Leases.Keys.Where(l => l.Unit == lease.Id.Unit))
        {
            (state, var more) = state.Cancel(older);
            dropped = dropped.AddRange(more);
        }

        return (
            state with
            {
                Sequence = Math.Max(Sequence, lease.Sequence + 1),
                Exclusive = lease.Terms.Exclusive,
                Leases = state.Leases.Add(lease.Id, lease.Weights),
                Groups = state.Groups.SetItems(lease.Groups.Select(g => KeyValuePair.Create(
                    g.Id, new HeldGroup(g.Id, lease.Id, lease.Weights, lease.Terms.Temperature, g.Task, HeldPhase.Waiting, null) { Trace = g.Trace }))),
            },
            dropped);
    }

    /// <summary>Groups that can be generated now, ascending.</summary>
    public (RolloutState State, ImmutableArray<HeldGroup> Begin) Begin(DateTimeOffset now = default)
    {
        var (state, begin) = (this, ImmutableArray<HeldGroup>.Empty);
        foreach (var (lease, weights) in Leases)
        {
            if (!(weights <= Weights) || (Exclusive && state.Groups.Values.Any(g => g.Phase == HeldPhase.Generating))) continue;
            var ready = state.Groups.Values.Where(g => g.Lease == lease && g.Phase == HeldPhase.Waiting).ToImmutableArray();
            begin = begin.AddRange(ready);
            state = state with { Groups = state.Groups.SetItems(ready.Select(g => KeyValuePair.Create(g.Id, g with { Phase = HeldPhase.Generating, Begun = now }))) };
        }

        return (state, begin);
    }

    /// <summary>The state with the group being scored; null when it was cancelled meanwhile.</summary>
    public (RolloutState State, HeldGroup? Group) Generated(GroupId id) => Move(id, HeldPhase.Generating, g => g with { Phase = HeldPhase.Scoring });

    /// <summary>The state with the scored group waiting for its acknowledgement; null when it was cancelled meanwhile.</summary>
    public (RolloutState State, HeldGroup? Group) Scored(LeaseId lease, ScoredGroup scored) =>
        Groups.GetValueOrDefault(scored.Id)?.Lease == lease
            ? Move(scored.Id, HeldPhase.Scoring, g => g with { Phase = HeldPhase.Unacknowledged, Scored = scored })
            : (this, null);

    /// <summary>One period later: groups whose acknowledgement is overdue are delivered again, all of them to a new coordinator.</summary>
    public (RolloutState State, ImmutableArray<HeldGroup> Overdue) Wait(bool newCoordinator)
    {
        var waiting = Groups.Values.Where(g => g.Phase == HeldPhase.Unacknowledged).Select(g => g with { Waits = g.Waits + 1 }).ToImmutableArray();
        return (
            this with { Groups = Groups.SetItems(waiting.Select(g => KeyValuePair.Create(g.Id, g))), Idle = Draining && Groups.IsEmpty ? Idle + 1 : 0 },
            [.. waiting.Where(g => newCoordinator || g.Waits % Settings.ResendAfter == 0)]);
    }

    /// <summary>Forgets a group, and its lease with the last one.</summary>
    public RolloutState Remove(GroupId id)
    {
        if (!Groups.TryGetValue(id, out var group)) return this;
        var groups = Groups.Remove(id);
        return this with { Groups = groups, Leases = groups.Values.Any(g => g.Lease == group.Lease) ? Leases : Leases.Remove(group.Lease) };
    }

    /// <summary>Forgets a lease; returns the groups that the engine has to drop.</summary>
    public (RolloutState State, ImmutableArray<GroupId> Dropped) Cancel(LeaseId lease)
    {
        var groups = Groups.Values.Where(g => g.Lease == lease).ToImmutableArray();
        return (
            this with { Groups = Groups.RemoveRange(groups.Select(g => g.Id)), Leases = Leases.Remove(lease) },
            [.. groups.Where(g => g.Phase == HeldPhase.Generating).Select(g => g.Id)]);
    }

    private (RolloutState State, HeldGroup? Group) Move(GroupId id, HeldPhase from, Func<HeldGroup, HeldGroup> change)
    {
        if (!Groups.TryGetValue(id, out var group) || group.Phase != from) return (this, null);
        var changed = change(group);
        return (this with { Groups = Groups.SetItem(id, changed) }, changed);
    }
}
