using System.Collections.Immutable;
using static ToolZero.Actors.Coordinator.CoordinatorProtocol;
using Effect = ToolZero.Actors.Coordinator.CoordinatorEffect;

namespace ToolZero.Actors.Coordinator;

/// <content>What is applied between two steps: other values of live keys, and rollbacks.</content>
internal sealed partial class CoordinatorDraft
{
    /// <summary>Nothing is being trained.</summary>
    private bool IsBoundary => State.Outstanding is null && State.Learner?.Work != LearnerWork.Training;

    /// <summary>Applies what waits for a step boundary, in order, as far as it can be.</summary>
    private void ApplyOrders(DateTimeOffset now)
    {
        while (IsBoundary && State.Orders.FirstOrDefault() is { } order)
        {
            if (order.Command is Rollback ? State.Learner?.Work != LearnerWork.Idle : order.Narrows(Settings) && !Fits(order.After(Settings).Gate)) return;
            State = State with { Orders = State.Orders.RemoveAt(0) };
            if (order.Command is Rollback rollback) RollBack(order.Ticket, rollback.Step, now);
            else Change(order);
        }
    }

    /// <summary>True when all that is sampled could be sampled under this gate too, so that nothing of it is thrown away.</summary>
    private bool Fits(StalenessGate gate) =>
        Book.Scored.Add(Book.Leased) is var sampled && sampled.Total <= gate.Capacity(State.Version) && gate.Trains(sampled, State.Version);

    private void Change(PendingOrder order)
    {
        var (key, after) = (order.Key!, order.After(Settings));
        var change = new SettingChange(State.Version, key.Path, key.Text(Settings), key.Text(after));
        var isSame = change.Before == change.After;
        State = State with { Settings = after };
        if (!isSame) Effects.Add(new Effect.Change(change));
        Answer(order.Ticket, change.Before, change.After, isSame ? "it has this value already" : "");
    }

    /// <summary>
    /// Back to a checkpoint: what was trained after it is filtered out of the run, what is scored is stale, since weights that do not exist any
    /// more sampled it, and what is leased goes back to the queue. The learner reads the checkpoint; its weights get a higher epoch.
    /// </summary>
    private void RollBack(long ticket, long to, DateTimeOffset now)
    {
        var from = State.Version;
        if (to >= from)
        {
            Refuse(ticket, $"the run is at step {from}: there is nothing after step {to} to go back from");
            return;
        }

        if (to > 0 && !State.Kept.Contains(to))
        {
            Refuse(ticket, $"there is no checkpoint of step {to}; there are {string.Join(", ", State.Kept.Where(k => k > 0 && k < from).Select(k => $"{k}").Append("0, the base model"))}");
            return;
        }

        var point = new RollbackPoint(State.PolicyEpoch + 1, to);
        Effects.Add(new Effect.RollBack(point, from, $"rolled back from step {from} to {to}"));
        foreach (var unit in Book.Units.Values.Where(u => u.Lease is not null))
        {
            Effects.Add(new Effect.Cancel(unit.Lease!.Worker, new LeaseId(unit.Id, unit.Attempt)));
            State = State with { Book = Book.Change(unit with { Lease = null }) };
            Release(unit, now);
        }

        var scored = Book.Groups.Values.Where(g => g.Phase == GroupPhase.Scored).Select(g => g.Id).ToImmutableArray();
        State = State with
        {
            Book = Book.Remove(scored),
            Lost = State.Lost with { Filtered = State.Lost.Filtered + State.Trained - State.Sizes.Groups(to), Stale = State.Lost.Stale + scored.Length },
            LostInARow = 0,
            Replaced = 0,
            Version = to,
            Sizes = State.Sizes.Until(to),
            Rollbacks = State.Rollbacks.Add(point),
            CheckpointStep = to,
            Kept = [.. State.Kept.Where(k => k <= to)],
            Learner = State.Learner! with { NextStep = to, Work = LearnerWork.Loading, Since = now },
            Answers = State.Answers.Add(new PendingAnswer(ticket, new CommandResult(true, to, $"step {from}", $"step {to}", $"{scored.Length} scored groups are stale"))),
        };
        Effects.Add(new Effect.Admit(State.LearnerEpoch, IsNew: false));
    }
}
