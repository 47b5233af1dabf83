using System.Diagnostics;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// The default scheduler: one thread, which sleeps until the next entry is due. Entries lie in a heap by due time (the published one keeps them in a
/// wheel of ticks); messages leave in the order of their due times, and cancelled entries are swept out once they are the majority.
/// </summary>
public sealed class HashedWheelTimerScheduler : SchedulerBase, IDateTimeOffsetNowTimeProvider, IDisposable
{
    private const int SweepFloor = 1024;

    private readonly Lock _gate = new();
    private readonly AutoResetEvent _earlier = new(false);
    private readonly PriorityQueue<Entry, (long Due, long Order)> _entries = new();
    private readonly TimeSpan _shutdownTimeout;
    private readonly Thread _thread;
    private long _order;
    private long _nextDue = long.MaxValue;
    private int _sweepAt = SweepFloor;
    private bool _stopped;

    public HashedWheelTimerScheduler(Config scheduler, ILoggingAdapter log)
        : base(scheduler, log)
    {
        _shutdownTimeout = scheduler.GetTimeSpan("akka.scheduler.shutdown-timeout", TimeSpan.FromSeconds(5));
        _thread = new Thread(Work) { IsBackground = true, Name = "akka-scheduler" };
        _thread.Start();
    }

    public override TimeSpan MonotonicClock => Stopwatch.GetElapsedTime(0);

    public override TimeSpan HighResMonotonicClock => MonotonicClock;

    protected override DateTimeOffset TimeNow => DateTimeOffset.Now;

    public void Dispose()
    {
        lock (_gate)
        {
            if (_stopped) return;
            _stopped = true;
            _entries.Clear();
        }

        _earlier.Set();
        if (Thread.CurrentThread != _thread && !_thread.Join(_shutdownTimeout))
            Log.Warning("The scheduler's thread did not end within {0}", _shutdownTimeout);
    }

    protected override void InternalScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Add(delay, new Entry(() => receiver.Tell(message, sender), cancelable, null));

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Add(initialDelay, new Entry(() => receiver.Tell(message, sender), cancelable, interval));

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) => Add(delay, new Entry(action, cancelable, null));

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) =>
        Add(delay, new Entry(action.Run, cancelable, null));

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Add(initialDelay, new Entry(action, cancelable, interval));

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        Add(initialDelay, new Entry(action.Run, cancelable, interval));

    private static long Ticks(TimeSpan span) => (long)(span.Ticks * ((double)Stopwatch.Frequency / TimeSpan.TicksPerSecond));

    private void Add(TimeSpan delay, Entry entry) => Put(Stopwatch.GetTimestamp() + Ticks(delay), entry);

    private void Put(long due, Entry entry)
    {
        lock (_gate)
        {
            if (_stopped) return;
            if (_entries.Count >= _sweepAt) Sweep();
            _entries.Enqueue(entry, (due, _order++));
            if (due >= _nextDue) return;
            _nextDue = due;
        }

        _earlier.Set();
    }

    private void Sweep()
    {
        var live = _entries.UnorderedItems.Where(static item => !item.Element.IsCancelled).ToArray();
        _entries.Clear();
        _entries.EnqueueRange(live);
        _sweepAt = Math.Max(SweepFloor, 2 * live.Length);
    }

    private void Work()
    {
        var due = new List<(Entry Entry, long Due)>();
        while (true)
        {
            TimeSpan wait;
            lock (_gate)
            {
                if (_stopped) return;
                var now = Stopwatch.GetTimestamp();
                while (_entries.TryPeek(out var entry, out var at) && at.Due <= now)
                {
                    _entries.Dequeue();
                    due.Add((entry, at.Due));
                }

                _nextDue = _entries.TryPeek(out _, out var next) ? next.Due : long.MaxValue;
                wait = _nextDue == long.MaxValue ? Timeout.InfiniteTimeSpan : Stopwatch.GetElapsedTime(now, _nextDue);
            }

            if (due.Count == 0)
            {
                Sleep(wait);
                continue;
            }

            foreach (var (entry, at) in due) Fire(entry, at);
            due.Clear();
        }
    }

    private void Sleep(TimeSpan wait)
    {
        // Rounded up: waking before the time would only mean to wait once more. Very long waits are cut, for the timer's sake.
        if (wait == Timeout.InfiniteTimeSpan) _earlier.WaitOne();
        else _earlier.WaitOne((int)Math.Min(Math.Ceiling(wait.TotalMilliseconds), 60_000_000));
    }

    private void Fire(Entry entry, long due)
    {
        if (entry.IsCancelled) return;
        try
        {
            entry.Run();
        }
        catch (Exception failure)
        {
            Log.Error(failure, "Error while executing a scheduled task");
            return;
        }

        if (entry.Interval is not { } interval || entry.IsCancelled) return;

        // From due time to due time, so that the rate holds; after a pause of the machine the missed turns are not made up for.
        var step = Ticks(interval);
        var next = due + step;
        var now = Stopwatch.GetTimestamp();
        Put(next > now ? next : now + step, entry);
    }

    private sealed class Entry(Action run, ICancelable cancelable, TimeSpan? interval)
    {
        internal TimeSpan? Interval => interval;

        internal bool IsCancelled => cancelable is { IsCancellationRequested: true };

        internal void Run() => run();
    }
}
