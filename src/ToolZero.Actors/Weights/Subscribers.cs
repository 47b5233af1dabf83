using Akka.Actor;
using static ToolZero.Actors.Weights.WeightsProtocol;

namespace ToolZero.Actors.Weights;

/// <summary>Actors of this process that are told of every version. Used by the actor that owns it.</summary>
internal sealed class Subscribers(IActorContext context)
{
    private readonly HashSet<IActorRef> _actors = [];

    /// <summary>A new or renewed subscription, which is answered by the newest weights.</summary>
    public void Add(Subscribe subscribe, PolicySnapshot? newest)
    {
        if (_actors.Add(subscribe.Subscriber)) context.Watch(subscribe.Subscriber);
        if (newest is not null) subscribe.Subscriber.Tell(new Available(newest));
    }

    public void Remove(IActorRef actor) => _actors.Remove(actor);

    public void Tell(PolicySnapshot snapshot) => Tell(new Available(snapshot));

    public void Tell(object message)
    {
        foreach (var actor in _actors) actor.Tell(message);
    }
}
