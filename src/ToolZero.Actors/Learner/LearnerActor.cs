using Akka.Actor;
using Akka.Event;
using ToolZero.Actors.Weights;
using static ToolZero.Actors.Coordinator.CoordinatorProtocol;

namespace ToolZero.Actors.Learner;

/// <summary>
/// Owns policy and optimiser on a thread of its own. It starts from the newest checkpoint and is given the journalled batches after it, which
/// lead to the same weights; every step's weights go to the publisher by reference.
/// </summary>
public sealed class LearnerActor : ReceiveActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly string _name;
    private readonly LearnerServices _services;
    private readonly ICanTell _coordinator;
    private readonly ICanTell _publisher;
    private LearnerState _state = null!;
    private IPolicyTrainer _trainer = null!;

    public LearnerActor(string name, LearnerServices services, ICanTell coordinator, ICanTell publisher)
    {
        (_name, _services, _coordinator, _publisher) = (name, services, coordinator, publisher);
        Receive<TrainBatch>(Train);
        Receive<SaveCheckpoint>(Save);
        Receive<CoordinatorStarted>(_ => Introduce());
    }

    public static Props Props(string name, LearnerServices services, ICanTell coordinator, ICanTell publisher) =>
        Akka.Actor.Props.Create(() => new LearnerActor(name, services, coordinator, publisher));

    protected override void PreStart()
    {
        var checkpoint = _services.Checkpoints.Latest();
        _trainer = _services.Create(checkpoint);
        _state = new LearnerState(_name, _trainer.Steps, checkpoint?.State.Step ?? 0);
        Context.System.EventStream.Subscribe(Self, typeof(CoordinatorStarted));
        _publisher.Tell(new WeightsProtocol.Publish(_trainer.Snapshot()), Self);
        Introduce();
    }

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        _trainer?.Dispose();
        base.PostStop();
    }

    private void Introduce() => _coordinator.Tell(new LearnerHello(_name, _state.NextStep, _state.CheckpointStep), Self);

    private void Train(TrainBatch message)
    {
        switch (_state.Judge(message.Batch.Step))
        {
            case BatchVerdict.AnswerAgain:
                _coordinator.Tell(_state.Last!, Self);
                return;
            case BatchVerdict.Ignore:
                _log.Warning("The batch of step {0} is not the next one, {1}", message.Batch.Step, _state.NextStep);
                return;
        }

        var start = _services.Time.GetTimestamp();
        var report = _trainer.Train(message.Batch);
        var training = _services.Time.GetElapsedTime(start);
        start = _services.Time.GetTimestamp();
        _publisher.Tell(new WeightsProtocol.Publish(_trainer.Snapshot()), Self);
        var trained = new BatchTrained(_name, message.Batch.Step, report, training, _services.Time.GetElapsedTime(start));
        _state = _state.After(trained);
        _coordinator.Tell(trained, Self);
    }

    private void Save(SaveCheckpoint message)
    {
        if (message.Step != _state.NextStep)
        {
            _log.Warning("A checkpoint of step {0} was asked for, the weights hold {1}", message.Step, _state.NextStep);
            return;
        }

        var start = _services.Time.GetTimestamp();
        var saved = _services.Checkpoints.Save(message.Step, _services.Seed, _trainer.Save);
        _state = _state with { CheckpointStep = message.Step };
        _coordinator.Tell(new CheckpointSaved(_name, message.Step, saved.Folder, saved.State.WeightsSha256, _services.Time.GetElapsedTime(start)), Self);
    }
}
