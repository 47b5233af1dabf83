using Akka.Actor;
using static ToolZero.Actors.Coordinator.CoordinatorProtocol;
using Command = ToolZero.Actors.Coordinator.CoordinatorCommand;

namespace ToolZero.Actors.Coordinator;

/// <content>Whom it knows: the learner in charge and the workers, by incarnation; and their deaths.</content>
public sealed partial class CoordinatorActor
{
    private void Trust(IActorRef learner)
    {
        if (learner.Equals(_learner)) return;
        if (_learner is not null) Context.Unwatch(_learner);
        _learner = learner;
        Context.Watch(learner);
        TellLogLevel(learner);
    }

    /// <summary>A worker of this name that is another actor than before is a new incarnation: what the old one had is lost.</summary>
    private void Know(string name)
    {
        if (_workers.TryGetValue(name, out var known))
        {
            if (known.Equals(_sender)) return;
            Context.Unwatch(known);
            Process(new Command.WorkerLost(name, $"{name} was started anew", Now));
        }

        _workers[name] = _sender;
        Context.Watch(_sender);
        _outbox.Tell(_sender, new WorkerWelcome(_ledger.Epoch));
        TellLogLevel(_sender);
    }

    private void TellLogLevel(IActorRef to)
    {
        if (_state.Settings.Live.LogLevel is { Length: > 0 } level) _outbox.Tell(to, new SetLogLevel(level));
    }

    private void OnTerminated(IActorRef gone)
    {
        if (gone.Equals(_learner))
        {
            _learner = null;
            Process(new Command.LearnerLost(Incarnation(gone), Now));
        }

        foreach (var name in _workers.Where(w => w.Value.Equals(gone)).Select(w => w.Key).ToList())
        {
            _workers.Remove(name);
            Process(new Command.WorkerLost(name, $"{name} died", Now));
        }
    }

    /// <summary>What tells an actor from an earlier one of its name: its address with its unique id.</summary>
    private static string Incarnation(IActorRef actor) => actor.Path.ToSerializationFormat();

    private string Node(string name) => (_workers.GetValueOrDefault(name) ?? _learner)?.Path.Address.ToString() ?? "";
}
