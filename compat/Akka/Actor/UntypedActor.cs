using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>An actor with one method for all messages.</summary>
public abstract class UntypedActor : ActorBase
{
    protected static new IUntypedActorContext Context => (IUntypedActorContext)ActorBase.Context;

    protected sealed override bool Receive(object message)
    {
        OnReceive(message);
        return true;
    }

    protected abstract void OnReceive(object message);

    protected void Become(UntypedReceive receive) => Become(ActorCell.Wrap(receive));

    protected void BecomeStacked(UntypedReceive receive) => BecomeStacked(ActorCell.Wrap(receive));

    protected void RunTask(Action action) => ActorTaskScheduler.RunTask(action);

    /// <summary>Runs asynchronous code on the actor's turns; until it ends no other message is handled.</summary>
    protected void RunTask(Func<Task> action) => ActorTaskScheduler.RunTask(action);
}

/// <summary>An untyped actor with a stash.</summary>
public abstract class UntypedActorWithStash : UntypedActor, IWithStash
{
    public IStash Stash { get; set; }
}

public abstract class UntypedActorWithUnboundedStash : UntypedActor, IWithUnboundedStash
{
    public IStash Stash { get; set; }
}
