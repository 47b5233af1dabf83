using System.Collections.Immutable;
using ToolZero.Actors.Ledger;
using ToolZero.Core.Rollouts;
using Effect = ToolZero.Actors.Coordinator.CoordinatorEffect;

namespace ToolZero.Actors.Coordinator;

/// <summary>One decision in the making: the next state and the effects so far. It lives for one command only. Here: groups, units and leases.</summary>
internal sealed partial class CoordinatorDraft(CoordinatorState state)
{
    public CoordinatorState State { get; set; } = state;

    public ImmutableArray<CoordinatorEffect>.Builder Effects { get; } = ImmutableArray.CreateBuilder<CoordinatorEffect>();

    private CoordinatorSettings Settings => State.Settings;

    private GroupBook Book => State.Book;

    /// <summary>The unit whose lease in force this is.</summary>
    public WorkUnit? Leased(LeaseId id) =>
        Book.Units.TryGetValue(id.Unit, out var unit) && unit.Attempt == id.Attempt && unit.Lease is not null ? unit : null;

    /// <summary>
    /// Issues all that the gate has room for, so that the unit boundaries depend on the run's progress alone and not on who asks when. Groups
    /// that are tried again come first.
    /// </summary>
    public void Issue()
    {
        for (var room = State.Capacity - Book.Groups.Count; room > 0;)
        {
            if (State.Retries.FirstOrDefault() is { } retry)
            {
                Retry(retry);
                room--;
                continue;
            }

            var size = (int)Math.Min(Settings.GroupsPerLease, room);
            var unit = WorkUnit.New([.. Enumerable.Range(0, size).Select(i => new GroupId(State.NextGroup + i))]);
            State = State with { Book = Book.Issue(unit), NextGroup = State.NextGroup + size };
            Effects.Add(new Effect.Issue(unit));
            room -= size;
        }
    }

    /// <summary>Pending units, oldest first, to the workers that wait, in their order, as many as can be trained in time.</summary>
    public void Grant(DateTimeOffset now)
    {
        while (State.Phase == RunPhase.Running && State.Workers.First is { } worker && !Book.PendingUnits.IsEmpty)
        {
            var unit = Book.Units[Book.PendingUnits.Min];
            var free = State.Capacity - Book.Sampled;
            if (free <= 0) return;
            if (Book.OpenOf(unit).Length > free) unit = Split(unit, (int)free);
            unit = unit with
            {
                Attempt = unit.Attempt + 1,
                Lease = new ActiveLease(worker.Name, worker.Wanted, State.Version, now, now + Settings.LeaseDeadline),
            };
            var open = Book.OpenOf(unit);
            var workers = State.Workers.StopWaiting(worker.Name).Change(worker.Name, w => w.With(w.Units.Add(unit.Id), now) with { Granted = worker.Wanted });
            State = State with { Book = Book.Change(unit), Workers = workers };
            Effects.Add(new Effect.Grant(unit, open));
        }
    }

    /// <summary>Recognises a lease that was granted before this coordinator started, if its unit is still to be done and it is not too old.</summary>
    public bool Adopt(string worker, HeldLease held, DateTimeOffset now)
    {
        if (!Book.Units.TryGetValue(held.Lease.Unit, out var unit) || unit.Lease is not null || unit.Attempt != held.Lease.Attempt
            || held.Weights.Epoch != State.PolicyEpoch || !CanTake(Book.OpenOf(unit), held.Weights.Version))
        {
            return false;
        }

        unit = unit with { Lease = new ActiveLease(worker, 0, held.Weights.Version, now, now + Settings.LeaseDeadline) };
        State = State with { Book = Book.Change(unit), Workers = State.Workers.Change(worker, w => w.With(w.Units.Add(unit.Id), now)) };
        return true;
    }

    /// <summary>
    /// True when groups sampled by this version can still be trained in time beside all others. Work of the lease in force always can; late
    /// work of an earlier lease may not.
    /// </summary>
    public bool CanTake(ImmutableArray<GroupId> ids, long sampledBy)
    {
        var sampled = Book.Scored.Add(Book.Leased).Add(sampledBy, ids.Length);
        if (Book.Units[Book.Groups[ids[0]].Unit].Lease is { } lease) sampled = sampled.Add(lease.Version, -ids.Length);
        return sampled.Total + Book.Batched <= Settings.Gate.Capacity(State.Version)
            && Settings.Gate.Trains(sampled, State.Version + (State.Outstanding is null ? 0 : 1));
    }

    public void Store(ScoredGroup group, long sampledBy, bool isFlat, DateTimeOffset now)
    {
        var unit = Book.Units[Book.Groups[group.Id].Unit];
        var workers = State.Workers.Change(group.Worker, w => w with { Delivered = w.Delivered + 1, Heard = now });
        State = State with { Book = Book.Score(group.Id, sampledBy, isFlat), Workers = workers, LostInARow = 0 };
        Effects.Add(new Effect.Store(group, isFlat));
        if (!Book.Units.ContainsKey(unit.Id)) Release(unit, now);
    }

    /// <summary>A lease ended without its groups: back to the queue, or lost after the last attempt.</summary>
    public void Fail(WorkUnit unit, string reason, DateTimeOffset now)
    {
        unit = unit with { Evidence = unit.Evidence.Add($"attempt {unit.Attempt}: {reason}"), Failures = unit.Failures + 1 };
        if (unit.Failures >= Settings.MaxAttempts) Quarantine(unit, Book.OpenOf(unit), unit.Evidence, now);
        else Return(unit, unit.Evidence[^1], isFailure: true, now);
    }

    /// <summary>A lease ends, its unit is pending again.</summary>
    public void Return(WorkUnit unit, string reason, bool isFailure, DateTimeOffset now)
    {
        Effects.Add(new Effect.Return(unit, Book.OpenOf(unit), reason, isFailure));
        State = State with { Book = Book.Change(unit with { Lease = null }) };
        Release(unit, now);
    }

    public void Quarantine(WorkUnit unit, ImmutableArray<GroupId> ids, ImmutableArray<string> evidence, DateTimeOffset now)
    {
        Effects.Add(new Effect.Quarantine(ids, unit.Attempt, evidence));
        State = State with
        {
            Book = Book.Remove(ids),
            Lost = State.Lost with { Quarantined = State.Lost.Quarantined + ids.Length },
            LostInARow = State.LostInARow + ids.Length,
        };
        if (!Book.Units.ContainsKey(unit.Id)) Release(unit, now);
        if (State.LostInARow >= Settings.MaxLostInARow)
            End(RunPhase.Failed, $"{State.LostInARow} groups in a row were lost; the last one: {evidence.LastOrDefault("no evidence")}");
        else
            Issue();
    }

    /// <summary>Leases past their deadline go to others.</summary>
    public void Expire(DateTimeOffset now)
    {
        foreach (var unit in Book.Units.Values.Where(u => u.Lease is { } l && l.Deadline <= now).ToList())
        {
            Effects.Add(new Effect.Cancel(unit.Lease!.Worker, new LeaseId(unit.Id, unit.Attempt)));
            State = State with { ExpiredLeases = State.ExpiredLeases + 1 };
            Fail(unit, $"{unit.Lease.Worker} did not deliver before the lease's deadline of {Settings.LeaseDeadline}", now);
        }
    }

    /// <summary>A worker is gone: what it had goes to others.</summary>
    public void Lose(string worker, string reason, DateTimeOffset now)
    {
        if (State.Workers[worker] is not { } slot) return;
        State = State with { Workers = State.Workers.Change(worker, w => w with { IsLeaving = true }).StopWaiting(worker) };
        foreach (var unit in slot.Units) Fail(Book.Units[unit], reason, now);
        AnswerDrains(State.Workers[worker]!, $"{reason}; its work went to others");
        State = State with { Workers = State.Workers.Remove(worker) };
    }

    /// <summary>A worker that takes leave gets nothing more, and may go once nothing is its own: a lease on its way to one that is gone would count as failed.</summary>
    public void LetLeave(string worker)
    {
        State = State with { Workers = State.Workers.StopWaiting(worker).Change(worker, w => w with { IsLeaving = true }) };
        if (State.HasEnded || State.Workers[worker] is not { Units.IsEmpty: false }) Effects.Add(Effect.Release.Instance);
    }

    /// <summary>The lease of this unit is over: its worker has one less.</summary>
    private void Release(WorkUnit unit, DateTimeOffset now)
    {
        if (unit.Lease is not { } lease || State.Workers[lease.Worker] is not { } slot) return;
        slot = slot.With(slot.Units.Remove(unit.Id), now);
        State = State with { Workers = State.Workers.Set(slot) };
        if (slot.Units.IsEmpty) AnswerDrains(slot, "its work is done");
    }

    private WorkUnit Split(WorkUnit unit, int groups)
    {
        var (book, first, rest) = Book.Split(unit, groups);
        State = State with { Book = book };
        Effects.Add(new Effect.Split(rest));
        return first;
    }

    private void TakeOut(ImmutableArray<GroupId> ids, GroupState to, string reason)
    {
        if (ids.IsEmpty) return;
        Effects.Add(new Effect.TakeOut(ids, to, reason));
        var lost = State.Lost;
        State = State with
        {
            Book = Book.Remove(ids),
            Lost = to switch
            {
                GroupState.Stale => lost with { Stale = lost.Stale + ids.Length },
                GroupState.Filtered => lost with { Filtered = lost.Filtered + ids.Length },
                _ => lost with { Failed = lost.Failed + ids.Length },
            },
        };
    }
}
