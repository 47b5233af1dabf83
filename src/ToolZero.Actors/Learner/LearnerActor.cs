using Akka.Actor;
using Akka.Event;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Node;
using ToolZero.Actors.Telemetry;
using ToolZero.Actors.Weights;
using ToolZero.Core.Data;
using static ToolZero.Actors.Coordinator.CoordinatorProtocol;

namespace ToolZero.Actors.Learner;

/// <summary>
/// Owns policy and optimiser on a thread of its own. Once admitted it starts from the newest checkpoint and is given the journalled batches
/// after it, which lead to the same weights; every step's weights go to the publisher by reference. It says hello between two messages on a
/// timer, so a coordinator that has moved hears of it. When another learner is in charge it lets go of its weights and stands by.
/// </summary>
public sealed class LearnerActor : ReceiveActor, IWithTimers
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly LearnerServices _services;
    private readonly ICanTell _coordinator;
    private readonly ICanTell _publisher;
    private readonly WorkPulses _pulses = WorkPulses.Of(Context.System);
    private LearnerState _state;
    private IPolicyTrainer? _trainer;
    private bool _waitsForDisk;

    public LearnerActor(string name, LearnerServices services, ICanTell coordinator, ICanTell publisher)
    {
        (_state, _services, _coordinator, _publisher) = (new LearnerState(name), services, coordinator, publisher);
        Receive<LearnerAdmitted>(admitted => WhileInCharge(() => OnAdmitted(admitted)));
        Receive<LearnerSuperseded>(superseded => StandBy($"learner {superseded.Epoch} is in charge"));
        Receive<TrainBatch>(Train);
        Receive<SaveCheckpoint>(save => WhileInCharge(() => Save(save)));
        Receive<SetLogLevel>(set => Context.System.EventStream.SetLogLevel(Logging.LogLevelFor(set.Level)));
        Receive<Hello>(_ => Introduce());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(string name, LearnerServices services, ICanTell coordinator, ICanTell publisher) =>
        Akka.Actor.Props.Create(() => new LearnerActor(name, services, coordinator, publisher));

    protected override void PreStart() => Introduce();

    protected override void PostStop()
    {
        _trainer?.Dispose();
        base.PostStop();
    }

    /// <summary>The next one is due when this one is said: a long step does not leave a heap of them.</summary>
    private void Introduce()
    {
        _coordinator.Tell(new LearnerHello(_state.Name, _state.Standing), Self);
        Timers.StartSingleTimer(nameof(Hello), Hello.Instance, _services.Hello);
    }

    private void OnAdmitted(LearnerAdmitted admitted)
    {
        if (_state.MustLoad(admitted))
        {
            using var work = Begin("reads its checkpoint", isLoading: true);
            _services.Checkpoints.Claim(admitted.Epoch);
            _services.Checkpoints.Forget(admitted.Rollbacks);
            _trainer?.Dispose();
            _trainer = null;
            _trainer = _services.Create(_services.Checkpoints.Latest());
            _state = _state.Loaded(admitted, _trainer.Steps, _services.Checkpoints.Steps());
            _publisher.Tell(new WeightsProtocol.Publish(_trainer.Snapshot(_state.PolicyEpoch)), Self);
        }

        _state = _state.Hear(admitted.Coordinator);
        Introduce();
    }

    /// <summary>The folder of the checkpoints knows a newer learner before the coordinator has told of it.</summary>
    private void WhileInCharge(Action work)
    {
        try
        {
            work();
        }
        catch (LearnerFencedException fenced)
        {
            StandBy(fenced.Message);
        }
    }

    private void StandBy(string reason)
    {
        if (_state.StandsBy) return;
        _state = _state.StandingBy;
        _trainer?.Dispose();
        _trainer = null;
        _publisher.Tell(WeightsProtocol.Withdraw.Instance, Self);
        Context.System.EventStream.Publish(new RunEvent.Notice($"{_state.Name} stands by: {reason}"));
    }

    private void Train(TrainBatch message)
    {
        if (IsOutdated(message.Coordinator)) return;
        switch (_state.Judge(message.Batch.Step))
        {
            case BatchVerdict.AnswerAgain:
                _coordinator.Tell(_state.Last!, Self);
                return;
            case BatchVerdict.Ignore:
                _log.Warning("The batch of step {0} is not the next one, {1}", message.Batch.Step, _state.NextStep);
                return;
        }

        using var work = Begin($"trains step {message.Batch.Step}");
        var (begun, start) = (_services.Time.GetUtcNow(), _services.Time.GetTimestamp());
        var report = _trainer!.Train(message.Batch);
        var training = _services.Time.GetElapsedTime(start);
        Trace(message, begun);
        start = _services.Time.GetTimestamp();
        _publisher.Tell(new WeightsProtocol.Publish(_trainer.Snapshot(_state.PolicyEpoch)), Self);
        var trained = new BatchTrained(_state.Name, _state.Epoch, message.Batch.Step, report, training, _services.Time.GetElapsedTime(start));
        _state = _state.After(trained);
        _coordinator.Tell(trained, Self);
    }

    private void Trace(TrainBatch message, DateTimeOffset begun)
    {
        if (message.Traces.Length != message.Batch.Groups.Length) return;
        var end = _services.Time.GetUtcNow();
        foreach (var (group, trace) in message.Batch.Groups.Zip(message.Traces).Where(g => g.Second.Length > 0))
            Tracing.Record(Tracing.Gradient, trace, begun, end, ("group", group.Id.Value), ("step", message.Batch.Step), ("learner", _state.Name));
    }

    private void Save(SaveCheckpoint message)
    {
        if (IsOutdated(message.Coordinator)) return;
        if (message.Step != _state.NextStep || _trainer is null)
        {
            _log.Warning("A checkpoint of step {0} was asked for, the weights hold {1}", message.Step, _state.NextStep);
            return;
        }

        using var work = Begin($"writes the checkpoint of step {message.Step}");
        var start = _services.Time.GetTimestamp();
        var stamp = CheckpointState.Of(message.Step, _services.Seed) with { LearnerEpoch = _state.Epoch, PolicyEpoch = _state.PolicyEpoch };
        StoredCheckpoint saved;
        try
        {
            saved = _services.Checkpoints.Save(stamp, _trainer.Save);
        }
        catch (DataException fault) when (fault.IsDiskFault && _services.OutlivesDiskFaults)
        {
            WaitForDisk(fault);
            return;
        }

        _waitsForDisk = false;
        _state = _state with { CheckpointStep = message.Step, Kept = _services.Checkpoints.Steps() };
        _coordinator.Tell(
            new CheckpointSaved(_state.Name, _state.Epoch, message.Step, saved.Folder, saved.State.WeightsSha256, _state.Kept, _services.Time.GetElapsedTime(start)), Self);
    }

    /// <summary>The coordinator asks again as soon as it hears that nothing is being saved.</summary>
    private void WaitForDisk(DataException fault)
    {
        if (!_waitsForDisk) Context.System.EventStream.Publish(new RunEvent.Notice($"{fault.Message}; until then the run waits"));
        _waitsForDisk = true;
    }

    private WorkPulses.Scope Begin(string doing, bool isLoading = false) =>
        _pulses.Begin(new WorkInHand(_state.Name, RoleKind.Learner, doing, _services.Time, _services.Time.GetTimestamp()) { IsLoading = isLoading });

    private bool IsOutdated(long coordinator)
    {
        if (_state.IsOutdated(coordinator))
        {
            _log.Warning("A coordinator of epoch {0} is not in charge any more: {1} is", coordinator, _state.Coordinator);
            return true;
        }

        _state = _state.Hear(coordinator);
        return false;
    }

    private sealed record Hello
    {
        public static Hello Instance { get; } = new();
    }
}
