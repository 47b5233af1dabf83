using System.Collections.Concurrent;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>The short-lived reference that takes the answer to an ask.</summary>
public class FutureActorRef<T> : MinimalActorRef
{
    private readonly TaskCompletionSource<T> _result;

    public FutureActorRef(TaskCompletionSource<T> result, ActorPath path, IActorRefProvider provider)
    {
        _result = result;
        Path = path;
        Provider = provider;
    }

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider { get; }

    public virtual void DeliverAsk(object message, ICanTell destination) => destination.Tell(message, this);

    protected override void TellInternal(object message, IActorRef sender)
    {
        var taken = message switch
        {
            ISystemMessage => _result.TrySetException(new InvalidOperationException($"system message of type '{message.GetType().Name}' is invalid for an ask")),
            T answer => _result.TrySetResult(answer),
            null => _result.TrySetResult(default),
            Status.Failure failure => _result.TrySetException(failure.Cause ?? new TaskCanceledException("Task cancelled by actor via Failure message.")),
            _ => WrongType(message),
        };

        // A second or late answer is a dead letter; one that the asker cancelled is not missed by anybody.
        if (!taken && message is not null && !_result.Task.IsCanceled) Provider.DeadLetters.Tell(message, this);
    }

    private bool WrongType(object message)
    {
        _result.TrySetException(new ArgumentException($"Received message of type [{message.GetType()}] - Ask expected message of type [{typeof(T)}]"));
        return false;
    }
}

/// <summary>Completes when the watched actor has terminated.</summary>
internal sealed class TerminationPromiseRef(ActorPath path, IActorRefProvider provider, IActorRef watched) : MinimalActorRef
{
    private readonly TaskCompletionSource<bool> _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override ActorPath Path => path;

    public override IActorRefProvider Provider => provider;

    internal Task<bool> Terminated => _terminated.Task;

    public override void SendSystemMessage(ISystemMessage message)
    {
        if (message is DeathWatchNotification death && death.Actor.Equals(watched)) _terminated.TrySetResult(true);
    }
}

/// <summary>"/temp": the references that exist for the length of one question.</summary>
internal sealed class VirtualPathContainer(IActorRefProvider provider, ActorPath path, IInternalActorRef parent) : MinimalActorRef
{
    private readonly ConcurrentDictionary<string, IInternalActorRef> _children = new(StringComparer.Ordinal);

    public override ActorPath Path => path;

    public override IActorRefProvider Provider => provider;

    public override IInternalActorRef Parent => parent;

    public override IActorRef GetChild(IReadOnlyList<string> name)
    {
        if (name.Count == 0 || name[0].Length == 0) return this;
        if (!_children.TryGetValue(ActorPath.SplitNameAndUid(name[0]).Name, out var child)) return Nobody.Instance;
        return name.Count == 1 ? child : child.GetChild([.. name.Skip(1)]);
    }

    internal void Add(string name, IInternalActorRef actorRef) => _children[name] = actorRef;

    internal void Remove(string name) => _children.TryRemove(name, out _);
}
