using Akka.Actor;

namespace Akka.Pattern;

/// <summary>A parent around one child: passes messages on to it, and starts it again after a delay.</summary>
public abstract class BackoffSupervisorBase : ActorBase
{
    private readonly BackoffSettings _settings;

    internal BackoffSupervisorBase(BackoffSettings settings) => _settings = settings;

    protected IActorRef Child { get; set; }

    protected int RestartCountN { get; set; }

    protected bool FinalStopMessageReceived { get; set; }

    protected string ChildName => _settings.ChildName;

    protected Props ChildProps => _settings.ChildProps;

    protected object ReplyWhileStopped => _settings.ReplyWhileStopped;

    private protected BackoffSettings Settings => _settings;

    protected override void PreStart()
    {
        StartChild();
        base.PreStart();
    }

    protected override SupervisorStrategy SupervisorStrategy() => _settings.Strategy;

    protected bool HandleBackoff(object message)
    {
        switch (message)
        {
            case BackoffSupervisor.StartChild:
                StartChild();
                if (_settings.Reset is AutoReset reset)
                    Context.System.Scheduler.ScheduleTellOnce(reset.ResetBackoff, Self, new BackoffSupervisor.ResetRestartCount(RestartCountN), Self);
                return true;
            case BackoffSupervisor.Reset:
                if (_settings.Reset is ManualReset) RestartCountN = 0;
                else Unhandled(message);
                return true;
            case BackoffSupervisor.ResetRestartCount due:
                // A restart since then keeps the count.
                if (due.Current == RestartCountN) RestartCountN = 0;
                return true;
            case BackoffSupervisor.GetRestartCount:
                Sender.Tell(new BackoffSupervisor.RestartCount(RestartCountN), Self);
                return true;
            case BackoffSupervisor.GetCurrentChild:
                Sender.Tell(new BackoffSupervisor.CurrentChild(Child), Self);
                return true;
            default:
                PassOn(message);
                return true;
        }
    }

    /// <summary>Plans the next start of the child, or ends when there were enough; false in that case.</summary>
    private protected bool TryBackOff(out TimeSpan delay)
    {
        delay = _settings.Delay(RestartCountN);
        var limit = _settings.Strategy.MaxNumberOfRetries;
        if (limit >= 0 && RestartCountN + 1 > limit) return false;
        RestartCountN++;
        return true;
    }

    private protected void StartChildAfter(TimeSpan delay) =>
        Context.System.Scheduler.ScheduleTellOnce(delay, Self, BackoffSupervisor.StartChild.Instance, Self);

    private void StartChild()
    {
        if (Child is null) Child = Context.Watch(Context.ActorOf(ChildProps, ChildName));
    }

    private void PassOn(object message)
    {
        var isFinal = _settings.FinalStopMessage?.Invoke(message) ?? false;
        if (Child is null)
        {
            if (ReplyWhileStopped is not null) Sender.Tell(ReplyWhileStopped, Self);
            else Context.System.DeadLetters.Forward(message);
            if (isFinal) Context.Stop(Self);
        }
        else if (Child.Equals(Sender))
        {
            Context.Parent.Forward(message);
        }
        else
        {
            Child.Forward(message);
            if (isFinal) FinalStopMessageReceived = true;
        }
    }
}
