using Akka.Actor;
using Akka.Event;

namespace Akka.Dispatch.SysMsg;

/// <summary>A message of the runtime; it overtakes the messages of users and is handled even while the actor is suspended.</summary>
public interface ISystemMessage : INoSerializationVerificationNeeded;

/// <summary>A system message is a node of exactly one mailbox's list: never send one instance twice.</summary>
public abstract class SystemMessage : ISystemMessage
{
    internal SystemMessage Next { get; set; }

    public override string ToString() => $"<{GetType().Name}>";
}

/// <summary>Make the actor instance.</summary>
public sealed class Create(ActorInitializationException failure = null) : SystemMessage
{
    public ActorInitializationException Failure { get; } = failure;
}

/// <summary>Replace the failed instance.</summary>
public sealed class Recreate(Exception cause) : SystemMessage
{
    public Exception Cause { get; } = cause;
}

/// <summary>Stop handling messages of users until <see cref="Resume"/>.</summary>
public sealed class Suspend : SystemMessage;

public sealed class Resume(Exception causedByFailure) : SystemMessage
{
    /// <summary>The failure that this answers, or null.</summary>
    public Exception CausedByFailure { get; set; } = causedByFailure;
}

/// <summary>End the actor.</summary>
public sealed class Terminate : SystemMessage, IPossiblyHarmful, IDeadLetterSuppression;

/// <summary>A child tells its parent that it failed and waits, suspended, for the verdict.</summary>
public sealed class Failed(IActorRef child, Exception cause, long uid) : SystemMessage
{
    public IActorRef Child { get; } = child;

    public Exception Cause { get; } = cause;

    public long Uid { get; } = uid;

    public override string ToString() => $"<Failed>: {Child} ({Uid}) - {Cause}";
}

public class Watch(IInternalActorRef watchee, IInternalActorRef watcher) : SystemMessage
{
    public IInternalActorRef Watchee { get; } = watchee;

    public IInternalActorRef Watcher { get; } = watcher;

    public override string ToString() => $"<Watch>: {Watcher} watches {Watchee}";
}

public sealed class Unwatch(IInternalActorRef watchee, IInternalActorRef watcher) : SystemMessage
{
    public IInternalActorRef Watchee { get; } = watchee;

    public IInternalActorRef Watcher { get; } = watcher;
}

/// <summary>Tells a watcher, and the parent, that an actor has ended.</summary>
public sealed class DeathWatchNotification(IActorRef actor, bool existenceConfirmed, bool addressTerminated) : SystemMessage, IDeadLetterSuppression
{
    public IActorRef Actor { get; } = actor;

    public bool ExistenceConfirmed { get; } = existenceConfirmed;

    public bool AddressTerminated { get; } = addressTerminated;
}

/// <summary>A continuation of the actor's asynchronous handler.</summary>
internal sealed class ActorTaskContinuation(Task task, ActorTaskScheduler scheduler) : SystemMessage
{
    internal void Execute() => scheduler.Execute(task);
}

/// <summary>The actor's asynchronous handler has come to its end.</summary>
internal sealed class ActorTaskCompleted(Exception failure, Envelope envelope, ActorBase actor) : SystemMessage
{
    internal Exception Failure => failure;

    /// <summary>The incarnation whose handler it was.</summary>
    internal ActorBase Actor => actor;

    internal Envelope Envelope => envelope;
}

/// <summary>Asks the system guardian to be told before the end, to finish work (remoting flushes its associations).</summary>
public sealed class RegisterTerminationHook
{
    private RegisterTerminationHook()
    {
    }

    public static RegisterTerminationHook Instance { get; } = new();
}

public sealed class TerminationHook
{
    private TerminationHook()
    {
    }

    public static TerminationHook Instance { get; } = new();
}

public sealed class TerminationHookDone
{
    private TerminationHookDone()
    {
    }

    public static TerminationHookDone Instance { get; } = new();
}

public sealed class StopChild(IActorRef child)
{
    public IActorRef Child { get; } = child;
}
