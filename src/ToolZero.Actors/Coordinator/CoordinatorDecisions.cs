using System.Collections.Immutable;
using static ToolZero.Actors.Coordinator.CoordinatorCommand;
using Effect = ToolZero.Actors.Coordinator.CoordinatorEffect;

namespace ToolZero.Actors.Coordinator;

/// <summary>The coordinator's decisions: pure, so that every order of messages, losses and duplicates can be tested.</summary>
public static class CoordinatorDecisions
{
    /// <summary>The state after a command, and what has to be done about it, in order.</summary>
    public static (CoordinatorState State, ImmutableArray<CoordinatorEffect> Effects) Process(this CoordinatorState state, CoordinatorCommand command)
    {
        if (state.HasEnded && command is not (GroupDelivered or WorkerLost or WorkerLeaves or Ordered))
            return (state, []);
        var draft = new CoordinatorDraft(state);
        switch (command)
        {
            case Started started:
                draft.State = draft.State with { VacantSince = started.Now };
                break;
            case WorkRequested request:
                Requested(draft, request);
                break;
            case WorkerLost lost:
                draft.Lose(lost.Worker, lost.Reason, lost.Now);
                break;
            case WorkerLeaves leaves:
                draft.LetLeave(leaves.Worker);
                break;
            case LeaseFailed failed:
                if (draft.Leased(failed.Lease) is { } broken && broken.Lease!.Worker == failed.Worker) draft.Fail(broken, failed.Reason, failed.Now);
                break;
            case GroupDelivered delivered:
                Delivered(draft, delivered);
                break;
            case GroupFailed failed:
                if (draft.Leased(failed.Lease) is { } lease && state.Book.OpenOf(lease).Contains(failed.Group))
                    draft.Quarantine(lease, [failed.Group], [.. lease.Evidence, $"attempt {lease.Attempt}: {failed.Reason}"], failed.Now);
                break;
            case LearnerHeard heard:
                draft.Hear(heard);
                break;
            case LearnerLost lost when state.Learner?.Incarnation == lost.Incarnation:
                draft.State = draft.State with { Learner = null, VacantSince = lost.Now };
                break;
            case BatchTrained trained when state.LearnerEpoch == trained.LearnerEpoch && state.Learner is not null:
                draft.Trained(trained.Step, trained.Now);
                break;
            case CheckpointSaved saved when state.LearnerEpoch == saved.LearnerEpoch && state.Learner is not null:
                draft.Saved(saved);
                break;
            case Tick tick:
                draft.Expire(tick.Now);
                break;
            case Ordered ordered:
                draft.Order(ordered);
                break;
        }

        draft.Dispatch(command.Now);
        draft.Grant(command.Now);
        return (draft.State, draft.Effects.ToImmutable());
    }

    private static void Requested(CoordinatorDraft draft, WorkRequested request)
    {
        var slot = draft.State.Workers[request.Worker] ?? new WorkerSlot(request.Worker, request.Now);
        draft.State = draft.State with { Workers = draft.State.Workers.Set(slot with { Heard = request.Now }) };
        foreach (var held in request.Held)
        {
            if (draft.Leased(held.Lease) is { } known && known.Lease!.Worker == request.Worker) continue;
            if (slot.IsLeaving || !draft.Adopt(request.Worker, held, request.Now)) draft.Effects.Add(new Effect.Cancel(request.Worker, held.Lease));
        }

        if (request.Sequence > slot.Granted && !slot.IsLeaving)
        {
            if (slot.Wanted != request.Sequence) draft.State = draft.State with { Workers = draft.State.Workers.Wait(request.Worker, request.Sequence) };
        }
        else if (request.Sequence > 0 && slot.Units.Select(id => draft.State.Book.Units[id]).FirstOrDefault(u => u.Lease!.Sequence == request.Sequence) is { } lost
            && !request.Held.Any(h => h.Lease == new LeaseId(lost.Id, lost.Attempt)))
        {
            draft.Effects.Add(new Effect.GrantAgain(lost));
        }
    }

    private static void Delivered(CoordinatorDraft draft, GroupDelivered delivered)
    {
        var group = delivered.Group;
        var sampledBy = group.OldestVersion();
        if (delivered.PolicyEpoch == draft.State.PolicyEpoch && draft.State.Book.IsOpen(group.Id) && draft.CanTake([group.Id], sampledBy))
        {
            draft.Store(group, sampledBy, delivered.IsFlat, delivered.Now);
        }
        else
        {
            draft.State = draft.State with { Duplicates = draft.State.Duplicates + 1 };
            draft.Effects.Add(new Effect.Duplicate(group));
        }

        draft.Effects.Add(new Effect.Acknowledge(group.Id));
    }
}
