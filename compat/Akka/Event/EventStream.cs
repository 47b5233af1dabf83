using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.Event;

/// <summary>The system's event bus: subscribers name a class or an interface and get every event that is one.</summary>
public class EventStream : LoggingBus
{
    private readonly bool _debug;
    private volatile IActorRef _unsubscriber;

    public EventStream(bool debug) => _debug = debug;

    /// <summary>False when it was subscribed before.</summary>
    public override bool Subscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        ArgumentNullException.ThrowIfNull(channel);
        _unsubscriber?.Tell(new EventStreamUnsubscriber.Register(subscriber), ActorRefs.NoSender);
        if (_debug) Publish(new Debug(nameof(EventStream), GetType(), $"subscribing {subscriber} to channel {channel}"));
        return base.Subscribe(subscriber, channel);
    }

    public override bool Unsubscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        if (_debug) Publish(new Debug(nameof(EventStream), GetType(), $"unsubscribing {subscriber} from channel {channel}"));
        return base.Unsubscribe(subscriber, channel);
    }

    public override bool Unsubscribe(IActorRef subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        if (_debug) Publish(new Debug(nameof(EventStream), GetType(), $"unsubscribing {subscriber} from all channels"));
        return base.Unsubscribe(subscriber);
    }

    /// <summary>From here on subscribers are taken out when they end.</summary>
    public void StartUnsubscriber(ActorSystemImpl system) =>
        _unsubscriber = system.SystemActorOf(Props.Create(() => new EventStreamUnsubscriber(this)), "EventStreamUnsubscriber");
}

public static class EventStreamExtensions
{
    public static bool Subscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) => eventStream.Subscribe(subscriber, typeof(TChannel));

    public static bool Unsubscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) => eventStream.Unsubscribe(subscriber, typeof(TChannel));
}

/// <summary>Watches the subscribers of a stream and takes out the ended.</summary>
internal sealed class EventStreamUnsubscriber : ReceiveActor
{
    public EventStreamUnsubscriber(EventStream stream)
    {
        Receive<Register>(register => Context.Watch(register.Subscriber));

        // In braces: as an expression its result, false for one that left by itself, would say that the message was not handled.
        Receive<Terminated>(terminated => { stream.Unsubscribe(terminated.ActorRef); });
    }

    internal sealed record Register(IActorRef Subscriber) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
