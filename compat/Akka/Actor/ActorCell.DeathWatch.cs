using Akka.Dispatch.SysMsg;
using Akka.Event;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Whom the cell watches and who watches it.</summary>
public partial class ActorCell
{
    // The value is the message of WatchWith, if any.
    private Dictionary<IActorRef, Option<object>> _watching;
    private Dictionary<IActorRef, Option<object>> _terminatedQueued;
    private HashSet<IActorRef> _watchedBy;

    public IActorRef Watch(IActorRef subject) => Watch(subject, Option<object>.None);

    public IActorRef WatchWith(IActorRef subject, object message) => Watch(subject, new Option<object>(message));

    public IActorRef Unwatch(IActorRef subject)
    {
        var watchee = (IInternalActorRef)subject;
        if (watchee.Equals(Self)) return subject;
        if (_watching is not null && _watching.Remove(watchee))
        {
            watchee.SendSystemMessage(new Unwatch(watchee, Self));
            MaintainAddressSubscription();
        }

        _terminatedQueued?.Remove(watchee);
        return subject;
    }

    internal void AddressTerminated(Address address)
    {
        _watchedBy?.RemoveWhere(watcher => watcher.Path.Address == address);
        if (_watching is null) return;
        foreach (var lost in _watching.Keys.Where(watchee => watchee.Path.Address == address).ToArray())
            WatchedActorTerminated(lost, _children.Contains(lost), addressTerminated: true);
    }

    private IActorRef Watch(IActorRef subject, Option<object> message)
    {
        var watchee = (IInternalActorRef)subject;
        if (watchee.Equals(Self)) return subject;
        _watching ??= [];
        if (_watching.TryGetValue(watchee, out var previous))
        {
            if (previous != message)
            {
                throw new InvalidOperationException(
                    $"Watch({Self}, {subject}) termination message was not overwritten from [{previous}] to [{message}]. If this was intended, unwatch first before using `Watch` / `WatchWith` with another message.");
            }

            return subject;
        }

        _watching.Add(watchee, message);
        watchee.SendSystemMessage(new Watch(watchee, Self));
        MaintainAddressSubscription();
        return subject;
    }

    private void AddWatcher(IActorRef watchee, IActorRef watcher)
    {
        if (watchee.Equals(Self) && !watcher.Equals(Self))
        {
            (_watchedBy ??= []).Add(watcher);
            MaintainAddressSubscription();
        }
        else if (watcher.Equals(Self) && !watchee.Equals(Self))
        {
            Watch(watchee);
        }
    }

    private void RemoveWatcher(IActorRef watchee, IActorRef watcher)
    {
        if (watchee.Equals(Self)) _watchedBy?.Remove(watcher);
        else if (watcher.Equals(Self)) Unwatch(watchee);
        MaintainAddressSubscription();
    }

    /// <summary>The end of an actor: as a message if it was watched, and as the end of a child if it was one.</summary>
    private void WatchedActorTerminated(IActorRef actor, bool existenceConfirmed, bool addressTerminated)
    {
        if (_watching is not null && _watching.Remove(actor, out var message))
        {
            MaintainAddressSubscription();
            if (!IsTerminating)
            {
                (_terminatedQueued ??= [])[actor] = message;
                Self.Tell(new Terminated(actor, existenceConfirmed, addressTerminated), actor);
            }
        }

        if (_children.Contains(actor)) HandleChildTerminated(actor);
    }

    // Between the end of the watched actor and this message an Unwatch may have come: then there is nothing queued and nothing to say.
    private void ReceivedTerminated(Terminated terminated)
    {
        if (_terminatedQueued is null || !_terminatedQueued.Remove(terminated.ActorRef, out var message)) return;
        if (message.HasValue) ReceiveInstead(message.Value, terminated.ActorRef);
        else ReceiveMessage(terminated);
    }

    private void TellWatchersWeDied()
    {
        if (_watchedBy is null) return;
        var watchers = _watchedBy;
        _watchedBy = null;

        // Remote watchers first: a local one may take the whole system down.
        foreach (var watcher in watchers.OfType<IInternalActorRef>().OrderBy(static watcher => watcher.IsLocal))
        {
            if (!watcher.Equals(Parent)) watcher.SendSystemMessage(new DeathWatchNotification(Self, existenceConfirmed: true, addressTerminated: false));
        }

        MaintainAddressSubscription();
    }

    private void UnwatchWatchedActors()
    {
        if (_watching is null) return;
        foreach (var watchee in _watching.Keys.Cast<IInternalActorRef>()) watchee.SendSystemMessage(new Unwatch(watchee, Self));
        _watching = null;
        _terminatedQueued = null;
        MaintainAddressSubscription();
    }

    // Only actors with a watch across systems need to hear of lost systems.
    private void MaintainAddressSubscription()
    {
        var needed = HasRemote(_watching?.Keys) || HasRemote(_watchedBy);
        if (needed == _hearsOfLostAddresses) return;
        _hearsOfLostAddresses = needed;
        var topic = AddressTerminatedTopic.Get(SystemImpl);
        if (needed) topic.Subscribe(Self);
        else topic.Unsubscribe(Self);
    }

    private bool _hearsOfLostAddresses;

    private static bool HasRemote(IEnumerable<IActorRef> refs) => refs is not null && refs.Any(static r => r is IActorRefScope { IsLocal: false });
}
