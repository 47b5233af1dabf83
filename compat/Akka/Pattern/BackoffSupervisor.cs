using Akka.Actor;
using Akka.Event;

namespace Akka.Pattern;

/// <summary>Starts its child again, after a delay, whenever it has stopped. Made through <see cref="Props(BackoffOptions)"/>.</summary>
public sealed class BackoffSupervisor : BackoffSupervisorBase
{
    internal BackoffSupervisor(BackoffSettings settings)
        : base(settings)
    {
    }

    public static Props Props(Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor) =>
        Backoff.OnStop(childProps, childName, minBackoff, maxBackoff, randomFactor).Props;

    public static Props Props(Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor, int maxNrOfRetries) =>
        Backoff.OnStop(childProps, childName, minBackoff, maxBackoff, randomFactor, maxNrOfRetries).Props;

    public static Props Props(BackoffOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Props;
    }

    protected override bool Receive(object message)
    {
        if (message is not Terminated terminated || Child is null || !terminated.ActorRef.Equals(Child)) return HandleBackoff(message);
        Child = null;
        if (!FinalStopMessageReceived && TryBackOff(out var delay)) StartChildAfter(delay);
        else Context.Stop(Self);
        return true;
    }

    /// <summary>Asks for the child; the answer is <see cref="CurrentChild"/>.</summary>
    public sealed class GetCurrentChild
    {
        public static readonly GetCurrentChild Instance = new();

        private GetCurrentChild()
        {
        }
    }

    public sealed class CurrentChild(IActorRef @ref)
    {
        /// <summary>Null between two lives of the child.</summary>
        public IActorRef Ref { get; } = @ref;
    }

    /// <summary>Sets the count of restarts to zero, where that was chosen (<see cref="BackoffOptions.WithManualReset"/>).</summary>
    public sealed class Reset
    {
        public static readonly Reset Instance = new();

        private Reset()
        {
        }
    }

    /// <summary>Asks for the count; the answer is <see cref="RestartCount"/>.</summary>
    public sealed class GetRestartCount
    {
        public static readonly GetRestartCount Instance = new();

        private GetRestartCount()
        {
        }
    }

    public sealed class RestartCount(int count)
    {
        public int Count { get; } = count;
    }

    public sealed class StartChild : IDeadLetterSuppression
    {
        public static readonly StartChild Instance = new();

        private StartChild()
        {
        }
    }

    public sealed class ResetRestartCount(int current) : IDeadLetterSuppression
    {
        public int Current { get; } = current;
    }
}

/// <summary>Starts its child again, after a delay, when it failed and the strategy says Restart.</summary>
internal sealed class BackoffOnFailureSupervisor : BackoffSupervisorBase
{
    private IActorRef _ending;
    private TimeSpan _delay;

    internal BackoffOnFailureSupervisor(BackoffSettings settings)
        : base(settings)
    {
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(Decide);

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case Terminated terminated when terminated.ActorRef.Equals(_ending):
                _ending = null;
                Child = null;
                StartChildAfter(_delay);
                return true;
            case Terminated terminated when terminated.ActorRef.Equals(Child):
                // It stopped by itself.
                Child = null;
                Context.Stop(Self);
                return true;
            default:
                return HandleBackoff(message);
        }
    }

    private Directive Decide(Exception cause)
    {
        var directive = Settings.Strategy.Decider.Decide(cause);
        if (directive != Directive.Restart) return directive;

        // The failed instance ends now; a new one is made once the delay is over.
        if (TryBackOff(out _delay)) _ending = Sender;
        else Context.Stop(Self);
        return Directive.Stop;
    }
}
