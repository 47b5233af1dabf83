using System.Collections.Immutable;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Coordinator.CoordinatorCommand;
using Effect = ToolZero.Actors.Coordinator.CoordinatorEffect;

namespace ToolZero.Actors.Coordinator;

/// <summary>The coordinator's decisions: pure, so that every order of messages, losses and duplicates can be tested.</summary>
public static class CoordinatorDecisions
{
    /// <summary>The state after a command, and what has to be done about it, in order.</summary>
    public static (CoordinatorState State, ImmutableArray<CoordinatorEffect> Effects) Process(this CoordinatorState state, CoordinatorCommand command)
    {
        if (state.Phase is RunPhase.Failed or RunPhase.Finished or RunPhase.Stopped && command is not (GroupDelivered or WorkerLost))
            return (state, []);
        var draft = new CoordinatorDraft(state);
        switch (command)
        {
            case Started:
                draft.Issue();
                break;
            case WorkRequested request:
                Requested(draft, request);
                break;
            case WorkerLost lost:
                draft.State = draft.State with
                {
                    Workers = draft.State.Workers.Remove(lost.Worker),
                    Waiting = draft.State.Waiting.RemoveAll(w => w.Name == lost.Worker),
                };
                foreach (var unit in state.Units.Values.Where(u => u.Lease?.Worker == lost.Worker)) draft.Fail(unit, lost.Reason);
                draft.Grant(lost.Now);
                break;
            case LeaseFailed failed:
                if (draft.Leased(failed.Lease) is { } broken && broken.Lease!.Worker == failed.Worker) draft.Fail(broken, failed.Reason);
                draft.Grant(failed.Now);
                break;
            case GroupDelivered delivered:
                Delivered(draft, delivered.Group);
                break;
            case GroupFailed failed:
                if (draft.Leased(failed.Lease) is { } lease && draft.IsOpen(failed.Group))
                    draft.Quarantine([failed.Group], lease.Attempt, [.. lease.Evidence, failed.Reason]);
                draft.Grant(failed.Now);
                break;
            case LearnerReady ready:
                draft.Welcome(ready);
                break;
            case LearnerLost lost when draft.State.Learner?.Name == lost.Learner:
                draft.State = draft.State with { Learner = null };
                break;
            case BatchTrained trained when draft.State.Learner?.Name == trained.Learner:
                draft.Trained(trained.Step);
                draft.Grant(trained.Now);
                break;
            case CheckpointSaved saved when draft.State.Learner?.Name == saved.Learner:
                draft.Saved(saved.Step);
                break;
            case Tick tick:
                foreach (var unit in state.Units.Values.Where(u => u.Lease is { } l && l.Deadline <= tick.Now))
                {
                    draft.Effects.Add(new Effect.Cancel(unit.Lease!.Worker, new LeaseId(unit.Id, unit.Attempt)));
                    draft.Fail(unit, $"{unit.Lease.Worker} did not deliver before the lease's deadline of {state.Settings.LeaseDeadline}");
                }

                draft.Grant(tick.Now);
                break;
            case Pause when draft.State.Phase == RunPhase.Running:
                draft.End(RunPhase.Paused, "paused");
                break;
            case Resume resume when draft.State.Phase == RunPhase.Paused:
                draft.End(RunPhase.Running, "resumed");
                draft.Grant(resume.Now);
                break;
            case Drain drain:
                draft.End(RunPhase.Draining, drain.Reason);
                break;
            case Checkpoint:
                draft.State = draft.State with { CheckpointWanted = true };
                break;
        }

        draft.Dispatch();
        return (draft.State, draft.Effects.ToImmutable());
    }

    private static void Requested(CoordinatorDraft draft, WorkRequested request)
    {
        var granted = draft.State.Workers.GetValueOrDefault(request.Worker);
        draft.State = draft.State with { Workers = draft.State.Workers.SetItem(request.Worker, granted) };
        foreach (var held in request.Held)
        {
            if (draft.Leased(held.Lease) is { } known && known.Lease!.Worker == request.Worker) continue;
            if (!draft.Adopt(request.Worker, held, request.Now)) draft.Effects.Add(new Effect.Cancel(request.Worker, held.Lease));
        }

        if (request.Sequence > granted)
        {
            var waiting = draft.State.Waiting.RemoveAll(w => w.Name == request.Worker);
            draft.State = draft.State with { Waiting = waiting.Add(new WaitingWorker(request.Worker, request.Sequence)) };
            draft.Grant(request.Now);
        }
        else if (draft.State.Units.Values.FirstOrDefault(u => u.Lease?.Worker == request.Worker && u.Lease.Sequence == request.Sequence) is { } lost
            && !request.Held.Any(h => h.Lease == new LeaseId(lost.Id, lost.Attempt)))
        {
            draft.Effects.Add(new Effect.GrantAgain(lost));
        }
    }

    private static void Delivered(CoordinatorDraft draft, ScoredGroup group)
    {
        var sampledBy = group.Samples.SelectMany(s => s.Trajectory.Versions).Select(v => v.Value).DefaultIfEmpty(0).Min();
        if (draft.IsOpen(group.Id) && draft.CanTake([group.Id], sampledBy))
        {
            draft.Store(group, sampledBy);
        }
        else
        {
            draft.State = draft.State with { Duplicates = draft.State.Duplicates + 1 };
            draft.Effects.Add(new Effect.Duplicate(group));
        }

        draft.Effects.Add(new Effect.Acknowledge(group.Id));
    }
}
