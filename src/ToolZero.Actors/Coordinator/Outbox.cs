using Akka.Actor;
using Akka.Event;

namespace ToolZero.Actors.Coordinator;

/// <summary>Messages and events that wait until what they tell of is durable. Used by the coordinator's thread alone.</summary>
internal sealed class Outbox(IActorRef from, EventStream events)
{
    private readonly List<(IActorRef? To, object Message)> _messages = [];

    public void Tell(IActorRef? to, object message)
    {
        if (to is not null) _messages.Add((to, message));
    }

    /// <param name="happening">For the event stream of this node.</param>
    public void Publish(object happening) => _messages.Add((null, happening));

    public void Flush()
    {
        foreach (var (to, message) in _messages)
        {
            if (to is null) events.Publish(message);
            else to.Tell(message, from);
        }

        _messages.Clear();
    }
}
