namespace Akka.Actor;

/// <summary>Questions: a message whose answer completes a task.</summary>
public static class Futures
{
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout = null) => Ask<object>(self, message, timeout, CancellationToken.None);

    public static Task<object> Ask(this ICanTell self, object message, CancellationToken cancellationToken) => Ask<object>(self, message, null, cancellationToken);

    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken) =>
        Ask<object>(self, message, timeout, cancellationToken);

    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout = null) => Ask<T>(self, message, timeout, CancellationToken.None);

    public static Task<T> Ask<T>(this ICanTell self, object message, CancellationToken cancellationToken) => Ask<T>(self, message, null, cancellationToken);

    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken) =>
        Ask<T>(self, _ => message, timeout, cancellationToken);

    /// <exception cref="AskTimeoutException">No answer in time; without a timeout <c>akka.actor.ask-timeout</c> counts.</exception>
    /// <exception cref="ArgumentException">The answer is no <typeparamref name="T"/>.</exception>
    public static async Task<T> Ask<T>(this ICanTell self, Func<IActorRef, object> messageFactory, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var provider = ProviderOf(self) ?? throw new ArgumentException("Unable to resolve the target Provider", nameof(self));
        var limit = timeout ?? provider.Settings.AskTimeout;
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var future = provider.CreateFutureRef(result);
        provider.RegisterTempActor(future, future.Path);
        var cancelled = cancellationToken.CanBeCanceled
            ? cancellationToken.Register(static (state, token) => ((TaskCompletionSource<T>)state).TrySetCanceled(token), result)
            : default;
        var timer = limit > TimeSpan.Zero && limit != Timeout.InfiniteTimeSpan
            ? new Timer(_ => result.TrySetException(new AskTimeoutException($"Timeout after {limit.TotalSeconds:F2} seconds")), null, limit, Timeout.InfiniteTimeSpan)
            : null;
        try
        {
            future.DeliverAsk(messageFactory(future), self);
            return await result.Task.ConfigureAwait(false);
        }
        finally
        {
            await cancelled.DisposeAsync().ConfigureAwait(false);
            if (timer is not null) await timer.DisposeAsync().ConfigureAwait(false);
            provider.UnregisterTempActor(future.Path);
        }
    }

    internal static IActorRefProvider ProviderOf(ICanTell target) => target switch
    {
        ActorSelection selection => ProviderOf(selection.Anchor),
        IInternalActorRef actorRef => actorRef.Provider,
        _ => ActorCell.CurrentCell?.SystemImpl.Provider,
    };
}

public static class GracefulStopSupport
{
    /// <summary>Sends a poison pill and waits for the end of the actor.</summary>
    public static Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout) => GracefulStop(target, timeout, PoisonPill.Instance);

    /// <exception cref="TaskCanceledException">The actor was still there at the end of the timeout.</exception>
    public static async Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout, object stopMessage)
    {
        using var limit = new CancellationTokenSource(timeout);
        var ended = target.WatchAsync(limit.Token);
        target.Tell(stopMessage, ActorRefs.NoSender);
        return await ended.ConfigureAwait(false) ? true : throw new TaskCanceledException($"{target} did not stop within {timeout}.");
    }
}

public static class WatchAsyncSupport
{
    /// <summary>True once the actor has terminated, false when the token ends the waiting.</summary>
    public static async Task<bool> WatchAsync(this IActorRef target, CancellationToken token = default)
    {
        if (target is not IInternalActorRef internalRef) throw new InvalidOperationException($"{target} cannot be watched.");
        var provider = internalRef.Provider;
        var promise = new TerminationPromiseRef(provider.TempPath(), provider, target);
        provider.RegisterTempActor(promise, promise.Path);
        internalRef.SendSystemMessage(new Dispatch.SysMsg.Watch(internalRef, promise));
        try
        {
            return await promise.Terminated.WaitAsync(token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            internalRef.SendSystemMessage(new Dispatch.SysMsg.Unwatch(internalRef, promise));
            return false;
        }
        finally
        {
            provider.UnregisterTempActor(promise.Path);
        }
    }
}
