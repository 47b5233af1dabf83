using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Compat.Akka.Tests;

/// <summary>A scheduler whose clock the test moves: <c>akka.scheduler.implementation</c> makes timers exact and instant.</summary>
public sealed class ManualScheduler(Config scheduler, ILoggingAdapter log) : SchedulerBase(scheduler, log)
{
    public const string Hocon = "akka.scheduler.implementation = \"Compat.Akka.Tests.ManualScheduler, Compat.Akka.Tests\"";

    private readonly Lock _gate = new();
    private readonly PriorityQueue<(Action Run, TimeSpan? Interval, ICancelable? Cancelable), (TimeSpan Due, long Order)> _entries = new();
    private TimeSpan _now = TimeSpan.FromDays(1);
    private long _order;

    public override TimeSpan MonotonicClock
    {
        get
        {
            lock (_gate) return _now;
        }
    }

    public override TimeSpan HighResMonotonicClock => MonotonicClock;

    protected override DateTimeOffset TimeNow => DateTimeOffset.UnixEpoch + MonotonicClock;

    public int Pending
    {
        get
        {
            lock (_gate) return _entries.UnorderedItems.Count(static item => item.Element.Cancelable is not { IsCancellationRequested: true });
        }
    }

    public void Advance(TimeSpan span)
    {
        TimeSpan end;
        lock (_gate) end = _now + span;
        while (true)
        {
            (Action Run, TimeSpan? Interval, ICancelable? Cancelable) entry;
            lock (_gate)
            {
                if (!_entries.TryPeek(out entry, out var at) || at.Due > end)
                {
                    _now = end;
                    return;
                }

                _entries.Dequeue();
                _now = at.Due;
            }

            if (entry.Cancelable is { IsCancellationRequested: true }) continue;
            entry.Run();
            if (entry.Interval is { } interval) Add(interval, entry.Run, interval, entry.Cancelable);
        }
    }

    protected override void InternalScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Add(delay, () => receiver.Tell(message, sender), null, cancelable);

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Add(initialDelay, () => receiver.Tell(message, sender), interval, cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) => Add(delay, action, null, cancelable);

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) => Add(delay, action.Run, null, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Add(initialDelay, action, interval, cancelable);

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        Add(initialDelay, action.Run, interval, cancelable);

    private void Add(TimeSpan delay, Action run, TimeSpan? interval, ICancelable? cancelable)
    {
        lock (_gate) _entries.Enqueue((run, interval, cancelable), (_now + delay, _order++));
    }
}
