using Akka.Actor;

namespace Akka.Pattern;

/// <summary>When the count of restarts, on which the delay depends, goes back to zero.</summary>
public interface IBackoffReset;

/// <summary>Only on <see cref="BackoffSupervisor.Reset"/>.</summary>
internal sealed record ManualReset : IBackoffReset;

/// <summary>Once a child has lived for that long.</summary>
internal sealed record AutoReset(TimeSpan ResetBackoff) : IBackoffReset;

/// <summary>How a child that ends or fails is started again, each time after a longer delay.</summary>
public abstract class BackoffOptions
{
    internal abstract Props Props { get; }

    /// <summary>The count goes back to zero when the child has lived that long. The default, with the minimal delay.</summary>
    public abstract BackoffOptions WithAutoReset(TimeSpan resetBackoff);

    /// <summary>The count goes back to zero when the supervisor is told <see cref="BackoffSupervisor.Reset"/>.</summary>
    public abstract BackoffOptions WithManualReset();

    /// <summary>What the child's failures lead to; a Restart waits for the delay (OnFailure).</summary>
    public abstract BackoffOptions WithSupervisorStrategy(OneForOneStrategy supervisorStrategy);

    /// <summary>Every failure ends the child.</summary>
    public abstract BackoffOptions WithDefaultStoppingStrategy();

    /// <summary>-1 = no limit. One more ends the supervisor.</summary>
    public abstract BackoffOptions WithMaxNrOfRetries(int maxNrOfRetries);

    /// <summary>Answer to messages while there is no child; without it they are dead letters.</summary>
    public abstract BackoffOptions WithReplyWhileStopped(object replyWhileStopped);

    /// <summary>The message after which the child is not started again.</summary>
    public abstract BackoffOptions WithFinalStopMessage(Func<object, bool> isFinalStopMessage);
}

/// <summary>Options of a supervisor around one child.</summary>
public static class Backoff
{
    /// <summary>The child is started again when it fails; when it stops by itself the supervisor stops too.</summary>
    public static BackoffOptions OnFailure(Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor, int maxNrOfRetries) =>
        new BackoffSettings(true, childProps, childName, minBackoff, maxBackoff, randomFactor).WithMaxNrOfRetries(maxNrOfRetries);

    public static BackoffOptions OnFailure(Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor) =>
        OnFailure(childProps, childName, minBackoff, maxBackoff, randomFactor, -1);

    /// <summary>The child is started again when it stops, for whatever reason.</summary>
    public static BackoffOptions OnStop(Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor, int maxNrOfRetries) =>
        new BackoffSettings(false, childProps, childName, minBackoff, maxBackoff, randomFactor).WithMaxNrOfRetries(maxNrOfRetries);

    public static BackoffOptions OnStop(Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor) =>
        OnStop(childProps, childName, minBackoff, maxBackoff, randomFactor, -1);
}

internal sealed class BackoffSettings : BackoffOptions
{
    internal BackoffSettings(bool onFailure, Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor)
    {
        if (minBackoff <= TimeSpan.Zero) throw new ArgumentException("MinBackoff must be greater than 0", nameof(minBackoff));
        if (maxBackoff < minBackoff) throw new ArgumentException("MaxBackoff must be greater than MinBackoff", nameof(maxBackoff));
        if (randomFactor is < 0.0 or > 1.0) throw new ArgumentException("RandomFactor must be between 0.0 and 1.0", nameof(randomFactor));
        OnFailure = onFailure;
        ChildProps = childProps;
        ChildName = childName;
        MinBackoff = minBackoff;
        MaxBackoff = maxBackoff;
        RandomFactor = randomFactor;
        Reset = new AutoReset(minBackoff);
    }

    internal override Props Props => Props.CreateBy(new Producer(this));

    internal bool OnFailure { get; }

    internal Props ChildProps { get; }

    internal string ChildName { get; }

    internal TimeSpan MinBackoff { get; }

    internal TimeSpan MaxBackoff { get; }

    internal double RandomFactor { get; }

    internal IBackoffReset Reset { get; private init; }

    internal OneForOneStrategy Strategy { get; private init; } = new(SupervisorStrategy.DefaultDecider);

    internal object ReplyWhileStopped { get; private init; }

    internal Func<object, bool> FinalStopMessage { get; private init; }

    public override BackoffOptions WithAutoReset(TimeSpan resetBackoff)
    {
        if (resetBackoff < MinBackoff || resetBackoff > MaxBackoff)
            throw new ArgumentException($"The reset must lie between {MinBackoff} and {MaxBackoff}, it was {resetBackoff}.", nameof(resetBackoff));
        return new BackoffSettings(this) { Reset = new AutoReset(resetBackoff) };
    }

    public override BackoffOptions WithManualReset() => new BackoffSettings(this) { Reset = new ManualReset() };

    public override BackoffOptions WithSupervisorStrategy(OneForOneStrategy supervisorStrategy) => new BackoffSettings(this) { Strategy = supervisorStrategy };

    public override BackoffOptions WithDefaultStoppingStrategy() => new BackoffSettings(this)
    {
        Strategy = new OneForOneStrategy(Strategy.MaxNumberOfRetries, Strategy.WithinTimeRangeMilliseconds, SupervisorStrategy.StoppingStrategy.Decider),
    };

    public override BackoffOptions WithMaxNrOfRetries(int maxNrOfRetries) => new BackoffSettings(this) { Strategy = Strategy.WithMaxNrOfRetries(maxNrOfRetries) };

    public override BackoffOptions WithReplyWhileStopped(object replyWhileStopped) => new BackoffSettings(this) { ReplyWhileStopped = replyWhileStopped };

    public override BackoffOptions WithFinalStopMessage(Func<object, bool> isFinalStopMessage) => new BackoffSettings(this) { FinalStopMessage = isFinalStopMessage };

    /// <summary>min · 2^count, at most max, lengthened by up to the random factor so that many do not start at once.</summary>
    internal TimeSpan Delay(int restartCount)
    {
        var grown = Math.Min(MaxBackoff.Ticks, MinBackoff.Ticks * Math.Pow(2.0, restartCount));
        var ticks = grown * (1.0 + (Random.Shared.NextDouble() * RandomFactor));
        return ticks >= TimeSpan.MaxValue.Ticks ? MaxBackoff : TimeSpan.FromTicks((long)ticks);
    }

    private sealed class Producer(BackoffSettings settings) : IIndirectActorProducer
    {
        public Type ActorType => settings.OnFailure ? typeof(BackoffOnFailureSupervisor) : typeof(BackoffSupervisor);

        public ActorBase Produce() => settings.OnFailure ? new BackoffOnFailureSupervisor(settings) : new BackoffSupervisor(settings);

        public void Release(ActorBase actor)
        {
        }
    }

    private BackoffSettings(BackoffSettings copy)
        : this(copy.OnFailure, copy.ChildProps, copy.ChildName, copy.MinBackoff, copy.MaxBackoff, copy.RandomFactor)
    {
        Reset = copy.Reset;
        Strategy = copy.Strategy;
        ReplyWhileStopped = copy.ReplyWhileStopped;
        FinalStopMessage = copy.FinalStopMessage;
    }
}
