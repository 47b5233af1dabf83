namespace Akka.Actor;

/// <summary>The receive timeout: one pending timer, which on firing looks at when the last message came, so that a message costs no timer.</summary>
public partial class ActorCell
{
    private TimeSpan? _receiveTimeout;
    private TimeSpan _lastActivity;
    private ICancelable _pendingTimeout;

    public TimeSpan? ReceiveTimeout => _receiveTimeout;

    public void SetReceiveTimeout(TimeSpan? timeout = null)
    {
        if (timeout is { } given && given <= TimeSpan.Zero && given != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(nameof(timeout), given, "A receive timeout must be positive.");
        CancelReceiveTimeout();
        if (timeout is null || timeout == Timeout.InfiniteTimeSpan) return;
        _receiveTimeout = timeout;
        _lastActivity = SystemImpl.Scheduler.MonotonicClock;
        Arm(timeout.Value);
    }

    private void CancelReceiveTimeout()
    {
        _receiveTimeout = null;
        _pendingTimeout.CancelIfNotNull();
        _pendingTimeout = null;
    }

    private void NoteActivity(object message)
    {
        if (message is not INotInfluenceReceiveTimeout) _lastActivity = SystemImpl.Scheduler.MonotonicClock;
    }

    private void Arm(TimeSpan delay)
    {
        var cancelable = new Cancelable(SystemImpl.Scheduler);
        _pendingTimeout = cancelable;
        SystemImpl.Scheduler.ScheduleTellOnce(delay, Self, new ReceiveTimeoutDue(cancelable), Self, cancelable);
    }

    private void OnReceiveTimeoutDue(ICancelable timer)
    {
        // A timer that was replaced after it fired.
        if (!ReferenceEquals(timer, _pendingTimeout) || _receiveTimeout is not { } limit) return;
        var silent = SystemImpl.Scheduler.MonotonicClock - _lastActivity;
        if (silent < limit)
        {
            Arm(limit - silent);
            return;
        }

        _lastActivity = SystemImpl.Scheduler.MonotonicClock;
        Arm(limit);
        ReceiveInstead(Akka.Actor.ReceiveTimeout.Instance, ActorRefs.NoSender);
    }

    private sealed class ReceiveTimeoutDue(ICancelable timer) : ICellMessage, INotInfluenceReceiveTimeout, Event.IDeadLetterSuppression
    {
        public void Handle(ActorCell cell) => cell.OnReceiveTimeoutDue(timer);
    }
}
