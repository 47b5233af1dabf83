using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Ledger;
using ToolZero.Actors.Telemetry;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Coordinator.CoordinatorProtocol;
using Effect = ToolZero.Actors.Coordinator.CoordinatorEffect;

namespace ToolZero.Actors.Coordinator;

/// <content>What decisions lead to: writes of the ledger, and messages that go out after them.</content>
public sealed partial class CoordinatorActor
{
    private TrainingBatch? _batch;
    private BatchTrained? _trained;
    private CheckpointSaved? _saved;

    /// <summary>Payloads of steps before this one are still to be dropped; null when all are.</summary>
    private long? _prunedFrom;

    private void Execute(CoordinatorEffect effect)
    {
        switch (effect)
        {
            case Effect.Issue issue:
                _ledger.Issue(issue.Unit.Id, issue.Unit.Groups, [.. issue.Unit.Groups.Select(id => _services.Task(id).Id)]);
                break;
            case Effect.Split split:
                _ledger.Move(split.Rest.Groups, split.Rest.Id);
                break;
            case Effect.Grant grant:
                _ledger.Grant(grant.Unit.Id, grant.OpenGroups, grant.Unit.Lease!.Worker, grant.Unit.Attempt);
                Send(grant.Unit);
                break;
            case Effect.GrantAgain again:
                Send(again.Unit);
                break;
            case Effect.Return back:
                _log.Warning("Unit {0} goes back to the queue after attempt {1}: {2}", back.Unit.Id, new Attempt(back.Unit.Attempt), back.Reason);
                _ledger.Return(back.OpenGroups, back.Reason, back.IsFailure);
                break;
            case Effect.Cancel cancel:
                _outbox.Tell(_workers.GetValueOrDefault(cancel.Worker), new CancelLease(cancel.Lease));
                break;
            case Effect.Release:
                _outbox.Tell(_sender, Released.Instance);
                break;
            case Effect.Store store:
                _samples.Add(store.Group);
                _ledger.Store(store.Group, store.IsFlat);
                _traces.Stored(store.Group, _delivered.Trace, _delivered.At);
                break;
            case Effect.Duplicate duplicate:
                _ledger.Duplicate(duplicate.Group);
                break;
            case Effect.Acknowledge acknowledge:
                _outbox.Tell(_sender, new Acknowledged(acknowledge.Group));
                break;
            case Effect.Quarantine lost:
                _ledger.Quarantine(lost.Groups, lost.Attempts, lost.Evidence[^1]);
                _outbox.Publish(new RunEvent.GroupsQuarantined(lost.Groups, lost.Evidence));
                break;
            case Effect.Retry retry:
                _ledger.Retry(retry.Unit.Groups[0], retry.Unit.Id);
                break;
            case Effect.TakeOut taken:
                _ledger.TakeOut(taken.Groups, taken.State, taken.Reason);
                break;
            case Effect.Replace replace:
                _ledger.Replace(replace.Groups, replace.Step);
                break;
            case Effect.Answer answer:
                if (_askers.Remove(answer.Ticket, out var asker)) _outbox.Tell(asker, answer.Result);
                break;
            case Effect.PhaseChanged phase:
                while (_state.HasEnded && PruneSome())
                {
                    // Nobody works any more who could be kept waiting.
                }

                _outbox.Publish(new RunEvent.PhaseChanged(phase.Phase, phase.Reason));
                break;
            default:
                ExecuteForLearner(effect);
                break;
        }
    }

    private void ExecuteForLearner(CoordinatorEffect effect)
    {
        switch (effect)
        {
            case Effect.Admit admit:
                if (admit.IsNew) _ledger.AdmitLearner(admit.LearnerEpoch);
                _outbox.Tell(_learner, new LearnerAdmitted(admit.LearnerEpoch, _ledger.Epoch, _state.Rollbacks));
                break;
            case Effect.Supersede supersede:
                _outbox.Tell(_sender, new LearnerSuperseded(supersede.LearnerEpoch));
                break;
            case Effect.Journal journal:
                (var entry, _plan) = _plan.Plan(journal.Batch, _ledger.Groups(journal.Batch.Groups), _state.Settings.Bounds);
                _ledger.Journal(entry);
                _traces.Batched(journal.Batch.Step, journal.Batch.Groups);
                break;
            case Effect.SendBatch send:
                _batch = _ledger.Batch(send.Step);
                _meter.Sent();
                _outbox.Tell(_learner, new TrainBatch(_batch, send.Replay, _ledger.Epoch) { Traces = send.Replay ? [] : _traces.Of(send.Step) });
                break;
            case Effect.MarkTrained trained:
                var metrics = _meter.Finish(_batch!, _trained!) with { Replaced = _ledger.Replaced(trained.Batch.Step) };
                _ledger.MarkTrained(trained.Batch.Step);
                _services.Log.Append(metrics, _batch!);
                _outbox.Publish(new RunEvent.StepCompleted(metrics, _batch!, _state.Counts));
                break;
            case Effect.SaveCheckpoint save:
                _outbox.Tell(_learner, new SaveCheckpoint(save.Step, _ledger.Epoch));
                break;
            case Effect.Prune prune:
                _ledger.Checkpointed(new CheckpointRecord(prune.Step, _saved!.Folder, _saved.WeightsSha256));
                _prunedFrom = prune.PayloadsFrom;
                break;
            case Effect.RollBack back:
                _ledger.RollBack(back.Point, back.Reason);
                _services.Log.KeepBefore(back.Point.Step);
                _plan = Plan();
                _outbox.Publish(new RunEvent.RolledBack(back.From, back.Point.Step));
                break;
            case Effect.Change change:
                _ledger.Change(change.Setting);
                _plan = Plan();
                if (change.Setting.Key == LiveKeys.LogLevel) ApplyLogLevel();
                _outbox.Publish(new RunEvent.SettingChanged(change.Setting));
                break;
            default:
                throw new InvalidOperationException($"nobody carries out {effect.GetType().Name}");
        }
    }

    private void Send(WorkUnit unit) => _outbox.Tell(
        _workers.GetValueOrDefault(unit.Lease!.Worker),
        new Lease(
            new LeaseId(unit.Id, unit.Attempt),
            unit.Lease.Sequence,
            new WeightsKey(_state.PolicyEpoch, unit.Lease.Version),
            new LeaseTerms(_state.Settings.Live.Temperature, _state.Settings.MaxVersions == 0),
            [.. unit.Groups.Select(id => new LeasedGroup(id, _services.Task(id)) { Trace = _traces.Leased(id, unit) })]));

    /// <summary>Old payloads go a few at a time: many groups would keep everybody waiting.</summary>
    /// <returns>Whether there may be more.</returns>
    private bool PruneSome()
    {
        if (_prunedFrom is not { } from) return false;
        if (!_ledger.Prune(from)) _prunedFrom = null;
        return _prunedFrom is not null;
    }

    /// <summary>An operator chose what is logged: here, and at everybody who works for the run.</summary>
    private void ApplyLogLevel()
    {
        if (_state.Settings.Live.LogLevel.Length == 0) return;
        Context.System.EventStream.SetLogLevel(Logging.LogLevelFor(_state.Settings.Live.LogLevel));
        foreach (var actor in _workers.Values.Append(_learner).OfType<IActorRef>()) TellLogLevel(actor);
    }
}
