using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.Event;

/// <summary>Tells actors with watches across systems that a system is gone for good. Remoting publishes here.</summary>
internal sealed class AddressTerminatedTopic : IExtension
{
    private readonly ConcurrentDictionary<IActorRef, byte> _subscribers = new();

    internal static AddressTerminatedTopic Get(ActorSystem system) => system.WithExtension<AddressTerminatedTopic, AddressTerminatedTopicProvider>();

    internal void Subscribe(IActorRef subscriber) => _subscribers.TryAdd(subscriber, 0);

    internal void Unsubscribe(IActorRef subscriber) => _subscribers.TryRemove(subscriber, out _);

    internal void Publish(Address address)
    {
        foreach (var subscriber in _subscribers.Keys) subscriber.Tell(new AddressTerminated(address), ActorRefs.NoSender);
    }
}

internal sealed class AddressTerminatedTopicProvider : ExtensionIdProvider<AddressTerminatedTopic>
{
    public override AddressTerminatedTopic CreateExtension(ExtendedActorSystem system) => new();
}

internal sealed class AddressTerminated(Address address) : ICellMessage, IPossiblyHarmful, IDeadLetterSuppression
{
    public Address Address => address;

    public void Handle(ActorCell cell) => cell.AddressTerminated(address);
}
