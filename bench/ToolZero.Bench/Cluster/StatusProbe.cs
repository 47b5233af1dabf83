using System.Diagnostics;
using Akka.Actor;
using ToolZero.Actors.Coordinator;

namespace ToolZero.Bench.Cluster;

/// <summary>Times of answers, in milliseconds.</summary>
internal sealed class Latencies
{
    private readonly Lock _gate = new();
    private readonly List<double> _times = [];

    public void Add(double milliseconds)
    {
        lock (_gate) _times.Add(milliseconds);
    }

    /// <summary>Forgets what was measured so far.</summary>
    public void Clear()
    {
        lock (_gate) _times.Clear();
    }

    /// <summary>The time that this share of the answers does not exceed; not a number when there is none.</summary>
    public double Quantile(double share)
    {
        lock (_gate) return _times.Count == 0 ? double.NaN : _times.Order().ElementAt((int)Math.Min(_times.Count - 1, Math.Ceiling(share * _times.Count) - 1));
    }
}

/// <summary>Asks the coordinator for its status, waits for the answer, asks again a little later.</summary>
internal sealed class StatusProbe : UntypedActor, IWithTimers
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly ICanTell _coordinator;
    private readonly Latencies _latencies;
    private long _asked;

    public StatusProbe(ICanTell coordinator, Latencies latencies) => (_coordinator, _latencies) = (coordinator, latencies);

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Ask();

    protected override void OnReceive(object message)
    {
        if (message is Next)
        {
            Ask();
        }
        else
        {
            _latencies.Add(Stopwatch.GetElapsedTime(_asked).TotalMilliseconds);
            Timers.StartSingleTimer(nameof(Next), Next.Instance, Pause);
        }
    }

    private void Ask()
    {
        _asked = Stopwatch.GetTimestamp();
        _coordinator.Tell(CoordinatorProtocol.GetStatus.Instance, Self);
    }

    private sealed record Next
    {
        public static Next Instance { get; } = new();
    }
}
