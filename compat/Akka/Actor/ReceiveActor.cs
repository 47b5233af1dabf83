using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>An actor that lists, in its constructor or inside Become, a handler for each kind of message; the first that fits takes it.</summary>
public abstract class ReceiveActor : UntypedActor, Internal.IInitializableActor
{
    // The innermost list under construction is on top: Become may be called while another list is being made.
    private readonly Stack<MessageHandlers> _open = new();
    private MessageHandlers _initial;

    protected ReceiveActor() => _open.Push(new MessageHandlers());

    void Internal.IInitializableActor.Init() => _initial ??= _open.Pop();

    protected sealed override void OnReceive(object message)
    {
        if (!_initial.TryHandle(message)) Unhandled(message);
    }

    protected void Become(Action configure) => Become(Configure(configure));

    protected void BecomeStacked(Action configure) => BecomeStacked(Configure(configure));

    protected void Receive<T>(Action<T> handler, Predicate<T> shouldHandle = null) => Open.Add(handler, shouldHandle);

    protected void Receive<T>(Predicate<T> shouldHandle, Action<T> handler) => Open.Add(handler, shouldHandle);

    /// <summary>The handler gives false when it did not want the message after all; the next one that fits is tried.</summary>
    protected void Receive<T>(Func<T, bool> handler) => Open.Add(handler);

    protected void Receive(Type messageType, Action<object> handler, Predicate<object> shouldHandle = null) => Open.Add(messageType, handler, shouldHandle);

    protected void Receive(Type messageType, Predicate<object> shouldHandle, Action<object> handler) => Open.Add(messageType, handler, shouldHandle);

    protected void ReceiveAny(Action<object> handler) => Open.Add(handler, null);

    protected void ReceiveAsync<T>(Func<T, Task> handler, Predicate<T> shouldHandle = null) => Open.Add(Awaited(handler), shouldHandle);

    protected void ReceiveAsync<T>(Predicate<T> shouldHandle, Func<T, Task> handler) => Open.Add(Awaited(handler), shouldHandle);

    protected void ReceiveAsync(Type messageType, Func<object, Task> handler, Predicate<object> shouldHandle = null) =>
        Open.Add(messageType, Awaited(handler), shouldHandle);

    protected void ReceiveAsync(Type messageType, Predicate<object> shouldHandle, Func<object, Task> handler) =>
        Open.Add(messageType, Awaited(handler), shouldHandle);

    protected void ReceiveAnyAsync(Func<object, Task> handler) => Open.Add(Awaited(handler), null);

    private MessageHandlers Open => _open.Count > 0
        ? _open.Peek()
        : throw new InvalidOperationException("You may only call Receive-methods when constructing the actor and inside Become().");

    private static Action<T> Awaited<T>(Func<T, Task> handler) => message => ActorTaskScheduler.RunTask(() => handler(message));

    private Receive Configure(Action configure)
    {
        var handlers = new MessageHandlers();
        _open.Push(handlers);
        try
        {
            configure();
        }
        finally
        {
            _open.Pop();
        }

        return message =>
        {
            if (!handlers.TryHandle(message)) Unhandled(message);
            return true;
        };
    }

    /// <summary>The handlers of one behaviour, in the order of their declaration.</summary>
    private sealed class MessageHandlers
    {
        private readonly List<Func<object, bool>> _handlers = [];
        private bool _catchesAll;

        internal void Add<T>(Action<T> handler, Predicate<T> shouldHandle)
        {
            ArgumentNullException.ThrowIfNull(handler);
            Append(
                message =>
                {
                    if (message is not T typed || (shouldHandle is not null && !shouldHandle(typed))) return false;
                    handler(typed);
                    return true;
                },
                typeof(T) == typeof(object) && shouldHandle is null);
        }

        internal void Add<T>(Func<T, bool> handler)
        {
            ArgumentNullException.ThrowIfNull(handler);
            Append(message => message is T typed && handler(typed), catchesAll: false);
        }

        internal void Add(Type messageType, Action<object> handler, Predicate<object> shouldHandle)
        {
            ArgumentNullException.ThrowIfNull(messageType);
            ArgumentNullException.ThrowIfNull(handler);
            Append(
                message =>
                {
                    if (!messageType.IsInstanceOfType(message) || (shouldHandle is not null && !shouldHandle(message))) return false;
                    handler(message);
                    return true;
                },
                messageType == typeof(object) && shouldHandle is null);
        }

        internal bool TryHandle(object message)
        {
            var handlers = _handlers;
            for (var i = 0; i < handlers.Count; i++)
            {
                if (handlers[i](message)) return true;
            }

            return false;
        }

        private void Append(Func<object, bool> handler, bool catchesAll)
        {
            if (_catchesAll) throw new InvalidOperationException("A handler that catches all messages has been added. No handler can be added after that.");
            _handlers.Add(handler);
            _catchesAll = catchesAll;
        }
    }
}
