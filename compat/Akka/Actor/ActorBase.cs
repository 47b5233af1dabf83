using Akka.Event;

namespace Akka.Actor;

/// <summary>Root of all actors: life cycle and behaviours. One message at a time; everything here is called on the actor's own turns.</summary>
public abstract class ActorBase
{
    private readonly ActorCell _cell;
    private SupervisorStrategy _supervisorStrategy;

    protected ActorBase()
    {
        _cell = ActorCell.CurrentCell ?? throw new ActorInitializationException(
            $"You cannot create an instance of [{GetType().FullName}] explicitly using the constructor (new). You have to use one of the factory methods to create a new actor. See the documentation.");
        _cell.Become(Receive);
        if (this is IWithTimers timing) timing.Timers = new Scheduler.TimerScheduler(_cell);
    }

    /// <summary>A behaviour that handles nothing.</summary>
    protected static Receive EmptyReceive { get; } = static _ => false;

    protected static IActorContext Context => ActorCell.CurrentCell ?? throw new NotSupportedException(
        "There is no active ActorContext, this is most likely due to use of async operations from within this actor.");

    protected IActorRef Self => _cell.Self;

    protected IActorRef Sender => _cell.Sender;

    internal SupervisorStrategy SupervisorStrategyInternal
    {
        get => _supervisorStrategy ??= SupervisorStrategy();
        set => _supervisorStrategy = value;
    }

    public virtual void AroundPreStart() => PreStart();

    public virtual void AroundPostStop()
    {
        (this as IWithTimers)?.Timers?.CancelAll();
        (this as IActorStash)?.Stash?.UnstashAll();
        PostStop();
    }

    public virtual void AroundPreRestart(Exception cause, object message)
    {
        (this as IWithTimers)?.Timers?.CancelAll();
        (this as IActorStash)?.Stash?.UnstashAll();
        PreRestart(cause, message);

        // What PreRestart started belongs to the old incarnation.
        (this as IWithTimers)?.Timers?.CancelAll();
    }

    public virtual void AroundPostRestart(Exception cause, object message) => PostRestart(cause);

    internal bool Handle(Receive receive, object message) => AroundReceive(receive, message);

    protected abstract bool Receive(object message);

    protected virtual bool AroundReceive(Receive receive, object message)
    {
        var handled = receive(message);
        if (!handled) Unhandled(message);
        return handled;
    }

    protected virtual void PreStart()
    {
    }

    protected virtual void PostStop()
    {
    }

    /// <summary>On the failed instance, before it is replaced. By default all children are stopped and <see cref="PostStop"/> is called.</summary>
    protected virtual void PreRestart(Exception reason, object message)
    {
        foreach (var child in Context.GetChildren())
        {
            Context.Unwatch(child);
            Context.Stop(child);
        }

        PostStop();
    }

    /// <summary>On the fresh instance. By default <see cref="PreStart"/> is called.</summary>
    protected virtual void PostRestart(Exception reason) => PreStart();

    /// <exception cref="DeathPactException">A <see cref="Terminated"/> that nobody handles.</exception>
    protected virtual void Unhandled(object message)
    {
        if (message is Terminated terminated) throw new DeathPactException(terminated.ActorRef);
        _cell.System.EventStream.Publish(new UnhandledMessage(message, Sender, Self));
    }

    protected void Become(Receive receive) => _cell.Become(receive);

    protected void BecomeStacked(Receive receive) => _cell.BecomeStacked(receive);

    protected void UnbecomeStacked() => _cell.UnbecomeStacked();

    protected void SetReceiveTimeout(TimeSpan? timeout) => _cell.SetReceiveTimeout(timeout);

    /// <summary>How failures of children are answered; one instance for the life of the actor.</summary>
    protected virtual SupervisorStrategy SupervisorStrategy() => Actor.SupervisorStrategy.DefaultStrategy;
}
