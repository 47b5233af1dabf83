using Akka.Event;

namespace Akka.Actor.Scheduler;

internal sealed class TimerScheduler(ActorCell cell) : ITimerScheduler
{
    private readonly Dictionary<object, Timer> _timers = [];

    public IReadOnlyCollection<object> ActiveTimers => _timers.Keys;

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval) => StartPeriodicTimer(key, msg, interval, interval, ActorRefs.NoSender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef sender) => StartPeriodicTimer(key, msg, interval, interval, sender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval) =>
        StartPeriodicTimer(key, msg, initialDelay, interval, ActorRefs.NoSender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef sender)
    {
        var timer = Replace(key, msg, repeats: true);
        cell.System.Scheduler.ScheduleTellRepeatedly(initialDelay, interval, cell.Self, timer.Message, sender, timer.Cancelable);
    }

    public void StartSingleTimer(object key, object msg, TimeSpan timeout) => StartSingleTimer(key, msg, timeout, ActorRefs.NoSender);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef sender)
    {
        var timer = Replace(key, msg, repeats: false);
        cell.System.Scheduler.ScheduleTellOnce(timeout, cell.Self, timer.Message, sender, timer.Cancelable);
    }

    public bool IsTimerActive(object key) => _timers.ContainsKey(key);

    public void Cancel(object key)
    {
        if (_timers.Remove(key, out var timer)) timer.Cancelable.Cancel();
    }

    public void CancelAll()
    {
        foreach (var timer in _timers.Values) timer.Cancelable.Cancel();
        _timers.Clear();
    }

    private Timer Replace(object key, object msg, bool repeats)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(msg);
        Cancel(key);
        var timer = new Timer(this, key, msg, repeats, cell.System.Scheduler);
        _timers.Add(key, timer);
        return timer;
    }

    private void Due(Timer timer, ActorCell receiver)
    {
        // Cancelled, replaced, or of a former incarnation, after its message was already in the mailbox.
        if (!_timers.TryGetValue(timer.Key, out var current) || !ReferenceEquals(current, timer)) return;
        if (!timer.Repeats) _timers.Remove(timer.Key);
        receiver.ReceiveInstead(timer.Payload, receiver.CurrentEnvelope.Sender);
    }

    private sealed class Timer
    {
        internal Timer(TimerScheduler owner, object key, object payload, bool repeats, IScheduler scheduler)
        {
            Key = key;
            Payload = payload;
            Repeats = repeats;
            Cancelable = new Cancelable(scheduler);
            Message = payload is INotInfluenceReceiveTimeout ? new SilentDueMessage(owner, this) : new DueMessage(owner, this);
        }

        internal object Key { get; }

        internal object Payload { get; }

        internal bool Repeats { get; }

        internal ICancelable Cancelable { get; }

        internal object Message { get; }
    }

    private class DueMessage(TimerScheduler owner, Timer timer) : ICellMessage, IWrappedMessage, IDeadLetterSuppression
    {
        public object Message => timer.Payload;

        public void Handle(ActorCell cell) => owner.Due(timer, cell);
    }

    private sealed class SilentDueMessage(TimerScheduler owner, Timer timer) : DueMessage(owner, timer), INotInfluenceReceiveTimeout;
}
