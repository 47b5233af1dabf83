using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>"/" and "/user": parents without work of their own.</summary>
public class GuardianActor : ActorBase
{
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case Terminated:
                Context.Stop(Self);
                break;
            case StopChild stop:
                Context.Stop(stop.Child);
                break;
            default:
                Context.System.DeadLetters.Tell(new DeadLetter(message, Sender, Self), Sender);
                break;
        }

        return true;
    }

    // The children outlive the restart of a guardian.
    protected override void PreRestart(Exception reason, object message)
    {
    }
}

/// <summary>
/// "/system": ends after "/user" has ended. First the actors that asked for it may finish their work, then the loggers write what they still have.
/// </summary>
public class SystemGuardianActor(IActorRef userGuardian) : ActorBase
{
    private static readonly TimeSpan LoggersMayTake = TimeSpan.FromSeconds(2);

    private readonly HashSet<IActorRef> _hooks = [];
    private readonly HashSet<IActorRef> _loggers = [];

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case Terminated terminated when terminated.ActorRef.Equals(userGuardian):
                Become(Terminating);
                foreach (var hook in _hooks) hook.Tell(TerminationHook.Instance, Self);
                EndWhenReady();
                return true;
            case Terminated terminated:
                _hooks.Remove(terminated.ActorRef);
                return true;
            case StopChild stop:
                Context.Stop(stop.Child);
                return true;
            case RegisterTerminationHook when !Sender.Equals(Context.System.DeadLetters):
                _hooks.Add(Sender);
                Context.Watch(Sender);
                return true;
            default:
                Context.System.DeadLetters.Tell(new DeadLetter(message, Sender, Self), Sender);
                return true;
        }
    }

    protected override void PreRestart(Exception reason, object message)
    {
    }

    private bool Terminating(object message)
    {
        switch (message)
        {
            case Terminated terminated:
                _hooks.Remove(terminated.ActorRef);
                EndWhenReady();
                return true;
            case TerminationHookDone:
                _hooks.Remove(Sender);
                EndWhenReady();
                return true;
            case StopChild stop:
                Context.Stop(stop.Child);
                return true;
            default:
                return true;
        }
    }

    private void EndWhenReady()
    {
        if (_hooks.Count > 0) return;
        Become(EndingLoggers);
        Context.System.EventStream.StopLoggers(Context.System.Settings);
        foreach (var logger in Context.GetChildren().Where(static child => IsLogger(child.Path.Name)))
        {
            _loggers.Add(Context.Watch(logger));
            logger.Tell(PoisonPill.Instance, Self);
        }

        if (_loggers.Count == 0) Context.Stop(Self);
        else SetReceiveTimeout(LoggersMayTake);
    }

    private bool EndingLoggers(object message)
    {
        if (message is Terminated terminated) _loggers.Remove(terminated.ActorRef);
        if (_loggers.Count == 0 || message is ReceiveTimeout) Context.Stop(Self);
        return true;
    }

    private static bool IsLogger(string name) => name.StartsWith("log", StringComparison.Ordinal) && name.Length > 3 && char.IsAsciiDigit(name[3]);
}
