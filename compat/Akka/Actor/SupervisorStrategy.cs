using Akka.Actor.Internal;
using Akka.Configuration;
using Akka.Event;
using Akka.Util;

namespace Akka.Actor;

/// <summary>What a parent does with a child that failed.</summary>
public enum Directive
{
    /// <summary>Go on with the next message; the state is kept.</summary>
    Resume,

    /// <summary>Go on with a fresh instance; the message is dropped, the mailbox kept.</summary>
    Restart,

    /// <summary>Fail in turn, so that the parent's parent decides.</summary>
    Escalate,

    /// <summary>End the child.</summary>
    Stop,
}

/// <summary>How an actor answers the failures of its children.</summary>
public abstract class SupervisorStrategy
{
    public static IDecider DefaultDecider { get; } = Akka.Actor.Decider.From(
        Directive.Restart,
        Directive.Stop.When<ActorInitializationException>(),
        Directive.Stop.When<ActorKilledException>(),
        Directive.Stop.When<DeathPactException>());

    /// <summary>Restarts without limit, except that a child that could not be created, was killed or broke a death pact is stopped.</summary>
    public static readonly SupervisorStrategy DefaultStrategy = new OneForOneStrategy(DefaultDecider);

    public static readonly OneForOneStrategy StoppingStrategy = new(static _ => Directive.Stop);

    public abstract IDecider Decider { get; }

    protected bool LoggingEnabled { get; set; } = true;

    /// <summary>False when the failure is escalated.</summary>
    public bool HandleFailure(
        ActorCell actorCell, IActorRef child, Exception cause, ChildRestartStats stats, IReadOnlyCollection<ChildRestartStats> children)
    {
        var directive = Handle(child, cause);
        switch (directive)
        {
            case Directive.Escalate:
                LogFailure(actorCell, child, cause, directive);
                return false;
            case Directive.Resume:
                LogFailure(actorCell, child, cause, directive);
                ResumeChild(child, cause);
                return true;
            case Directive.Restart:
                LogFailure(actorCell, child, cause, directive);
                ProcessFailure(actorCell, true, child, cause, stats, children);
                return true;
            default:
                LogFailure(actorCell, child, cause, directive);
                ProcessFailure(actorCell, false, child, cause, stats, children);
                return true;
        }
    }

    /// <summary>Carries out a restart, within the limits, or a stop.</summary>
    public abstract void ProcessFailure(
        IActorContext context, bool restart, IActorRef child, Exception cause, ChildRestartStats stats, IReadOnlyCollection<ChildRestartStats> children);

    public abstract void HandleChildTerminated(IActorContext actorContext, IActorRef child, IEnumerable<IInternalActorRef> children);

    protected abstract Directive Handle(IActorRef child, Exception exception);

    protected void RestartChild(IActorRef child, Exception cause, bool suspendFirst)
    {
        var internalChild = (IInternalActorRef)child;
        if (suspendFirst) internalChild.Suspend();
        internalChild.Restart(cause);
    }

    protected void ResumeChild(IActorRef child, Exception exception) => ((IInternalActorRef)child).Resume(exception);

    protected virtual void LogFailure(IActorContext context, IActorRef child, Exception cause, Directive directive)
    {
        if (!LoggingEnabled) return;
        var told = cause is ActorInitializationException { InnerException: { } inner } ? inner : cause;
        var source = child.Path.ToString();
        LogEvent entry = directive switch
        {
            Directive.Resume => new Warning(source, GetType(), told.Message),
            Directive.Escalate => null,
            _ => new Error(cause, source, GetType(), told.Message),
        };
        if (entry is not null) context.System.EventStream.Publish(entry);
    }

    internal static int Retries(int? maxNrOfRetries) => maxNrOfRetries ?? -1;

    internal static int Milliseconds(TimeSpan? within) =>
        within is { } given && given != Timeout.InfiniteTimeSpan ? (int)Math.Min(int.MaxValue, given.TotalMilliseconds) : -1;
}

/// <summary>The strategy of the user guardian, named in <c>akka.actor.guardian-supervisor-strategy</c>.</summary>
public abstract class SupervisorStrategyConfigurator
{
    public abstract SupervisorStrategy Create();

    /// <exception cref="ConfigurationException">No such class.</exception>
    public static SupervisorStrategyConfigurator CreateConfigurator(string typeName) =>
        TypeLoading.Create<SupervisorStrategyConfigurator>(typeName, "akka.actor.guardian-supervisor-strategy");
}

public class DefaultSupervisorStrategy : SupervisorStrategyConfigurator
{
    public override SupervisorStrategy Create() => SupervisorStrategy.DefaultStrategy;
}

public class StoppingSupervisorStrategy : SupervisorStrategyConfigurator
{
    public override SupervisorStrategy Create() => SupervisorStrategy.StoppingStrategy;
}
