using ToolZero.Actors.Ledger;
using static ToolZero.Actors.Coordinator.CoordinatorProtocol;
using Effect = ToolZero.Actors.Coordinator.CoordinatorEffect;

namespace ToolZero.Actors.Coordinator;

/// <content>What operators order, and their answers.</content>
internal sealed partial class CoordinatorDraft
{
    public void Order(CoordinatorCommand.Ordered ordered)
    {
        var ticket = ordered.Ticket;
        if (State.HasEnded)
        {
            Refuse(ticket, $"the run is {Word(State.Phase)}: {State.Reason}");
            return;
        }

        switch (ordered.Command)
        {
            case Pause when State.Phase == RunPhase.Running:
                Enter(ticket, RunPhase.Paused, "paused");
                break;
            case Resume when State.Phase == RunPhase.Paused:
                Enter(ticket, RunPhase.Running, "resumed");
                break;
            case Pause or Resume:
                Refuse(ticket, $"the run is {Word(State.Phase)}");
                break;
            case Drain drain:
                State = State with { DrainTickets = State.DrainTickets.Add(ticket) };
                End(RunPhase.Draining, drain.Reason);
                break;
            case Checkpoint when State.Version == State.CheckpointStep:
                Answer(ticket, CheckpointName, CheckpointName, State.Version == 0 ? "nothing is trained yet" : "there is a checkpoint of this step already");
                break;
            case Checkpoint:
                State = State with { CheckpointTickets = State.CheckpointTickets.Add(ticket) };
                break;
            case Rollback rollback:
                Order(ticket, rollback);
                break;
            case SetValue set:
                Order(ticket, set);
                break;
            case DrainWorker drain:
                Leave(ticket, drain.Worker, isAtOnce: false, ordered.Now);
                break;
            case RemoveWorker remove:
                Leave(ticket, remove.Worker, isAtOnce: true, ordered.Now);
                break;
            case RetryQuarantined or DropQuarantined when ordered.Lost is not { State: GroupState.Quarantined }:
                Refuse(ticket, "this group is not in quarantine");
                break;
            case RetryQuarantined:
                Order(ticket, ordered.Lost);
                break;
            case DropQuarantined:
                foreach (var retry in State.Retries.Where(r => r.Unit.Groups[0] == ordered.Lost.Id)) Refuse(retry.Ticket, "it was dropped meanwhile");
                Effects.Add(new Effect.TakeOut([ordered.Lost.Id], GroupState.Failed, "dropped by an operator"));
                State = State with
                {
                    Retries = State.Retries.RemoveAll(r => r.Unit.Groups[0] == ordered.Lost.Id),
                    Lost = State.Lost with { Quarantined = State.Lost.Quarantined - 1, Failed = State.Lost.Failed + 1 },
                };
                Answer(ticket, nameof(GroupState.Quarantined), nameof(GroupState.Failed), "it is given up");
                break;
            default:
                Refuse(ticket, $"the coordinator does not know {ordered.Command.GetType().Name}");
                break;
        }
    }

    private string CheckpointName => $"step {State.CheckpointStep}";

    private static string Word(RunPhase phase) => phase.ToString().ToLowerInvariant();

    private void Enter(long ticket, RunPhase phase, string reason)
    {
        var before = State.Phase;
        End(phase, reason);
        Answer(ticket, before.ToString(), phase.ToString(), reason);
    }

    private void Order(long ticket, Rollback rollback)
    {
        if (State.Phase == RunPhase.Draining) Refuse(ticket, "the run is draining");
        else if (rollback.Step < 0) Refuse(ticket, $"step {rollback.Step}: expected 0, the base model, or more");
        else State = State with { Orders = State.Orders.Add(new PendingOrder(ticket, rollback)) };
    }

    private void Order(long ticket, SetValue set)
    {
        var (key, fault) = LiveKeys.Find(set.Key);
        if (key is null) Refuse(ticket, fault);
        else if (key.Kind.Read(LiveKeys.Plain(set.Value)) is not { } value) Refuse(ticket, $"{key.Path} = {set.Value.ReplaceLineEndings(" ")}, expected {key.Kind.Expected}");
        else State = State with { Orders = State.Orders.Add(new PendingOrder(ticket, set, key, value)) };
    }

    private void Order(long ticket, LostGroup lost)
    {
        if (State.Retries.Any(r => r.Unit.Groups[0] == lost.Id)) Refuse(ticket, "it waits to be tried again already");
        else if (Settings.Steps - State.Version <= Settings.MaxVersions + 1 && Book.Groups.Count >= State.Capacity) Refuse(ticket, "the run has all the groups that its last steps need");
        else State = State with { Retries = State.Retries.Add(new PendingRetry(ticket, WorkUnit.Retried(lost.Id, lost.Attempts))) };
    }

    private void Retry(PendingRetry retry)
    {
        State = State with
        {
            Retries = State.Retries.RemoveAt(0),
            Book = Book.Issue(retry.Unit),
            Lost = State.Lost with { Quarantined = State.Lost.Quarantined - 1 },
        };
        Effects.Add(new Effect.Retry(retry.Unit));
        Answer(retry.Ticket, nameof(GroupState.Quarantined), nameof(GroupState.Pending), "it is generated again");
    }

    private void Leave(long ticket, string worker, bool isAtOnce, DateTimeOffset now)
    {
        if (State.Workers[worker] is not { } slot)
        {
            var known = State.Workers.Slots.Keys.Take(16).ToList();
            Refuse(ticket, $"there is no rollout worker {worker}; there {(known.Count == 0 ? "is none" : $"are {string.Join(", ", known)}")}");
            return;
        }

        State = State with { Workers = State.Workers.StopWaiting(worker).Change(worker, w => w with { IsLeaving = true, DrainTickets = w.DrainTickets.Add(ticket) }) };
        if (!isAtOnce && !slot.Units.IsEmpty) return;
        foreach (var unit in slot.Units.Select(id => Book.Units[id]))
        {
            Effects.Add(new Effect.Cancel(worker, new LeaseId(unit.Id, unit.Attempt)));
            Return(unit, $"{worker} was removed by an operator", isFailure: false, now);
        }

        AnswerDrains(State.Workers[worker]!, slot.Units.IsEmpty ? "it had no work" : "its work went back to the queue");
    }

    private void AnswerDrains(WorkerSlot slot, string reason)
    {
        foreach (var ticket in slot.DrainTickets) Answer(ticket, "working", "no work left", reason);
        State = State with { Workers = State.Workers.Change(slot.Name, w => w with { DrainTickets = [] }) };
    }

    /// <summary>The run has ended: nobody waits for what cannot come any more.</summary>
    private void AnswerAll(RunPhase phase, string reason)
    {
        var ended = $"the run is {Word(phase)}: {reason}";
        foreach (var ticket in State.DrainTickets)
        {
            if (phase == RunPhase.Failed) Refuse(ticket, ended);
            else Answer(ticket, nameof(RunPhase.Running), phase.ToString(), $"stopped at {CheckpointName}");
        }

        foreach (var ticket in State.CheckpointTickets.Concat(State.Orders.Select(o => o.Ticket)).Concat(State.Retries.Select(r => r.Ticket))) Refuse(ticket, ended);
        foreach (var slot in State.Workers.Slots.Values) AnswerDrains(slot, ended);
        foreach (var (ticket, result) in State.Answers) Effects.Add(new Effect.Answer(ticket, result));
        State = State with { DrainTickets = [], CheckpointTickets = [], Orders = [], Retries = [], Answers = [] };
    }

    private void Answer(long ticket, string before, string after, string reason) =>
        Effects.Add(new Effect.Answer(ticket, new CommandResult(true, State.Version, before, after, reason)));

    private void Refuse(long ticket, string reason) => Effects.Add(new Effect.Answer(ticket, new CommandResult(false, State.Version, "", "", reason)));
}
