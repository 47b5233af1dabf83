using Akka.Actor;
using Akka.Event;
using ToolZero.Actors.Weights;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Hosting;

/// <summary>Evaluates a policy snapshot; the weights are only read.</summary>
public delegate Task<EvaluationResult> EvaluateSnapshot(PolicySnapshot snapshot, CancellationToken cancellation);

/// <summary>Evaluates every few versions while the run goes on; a version that comes while one is being evaluated is left out.</summary>
public sealed class EvaluationActor : ReceiveActor, IWithTimers, IDisposable
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stop = new();
    private readonly ICanTell _weights;
    private readonly TimeSpan _renewal;
    private bool _busy;
    // Version 0 is the baseline, which is evaluated before the run.
    private WeightsKey _newest;

    public EvaluationActor(int everySteps, EvaluateSnapshot evaluate, ICanTell weights, TimeSpan renewal)
    {
        (_weights, _renewal) = (weights, renewal);
        Receive<WeightsProtocol.Available>(available =>
        {
            var (snapshot, version) = (available.Snapshot, available.Snapshot.Version.Value);
            if (snapshot.Key <= _newest) return;
            _newest = snapshot.Key;
            if (_busy || version % everySteps != 0 || !snapshot.TryAcquire()) return;
            _busy = true;
            evaluate(snapshot, _stop.Token).PipeTo(
                Self,
                success: result => new Done(snapshot, new RunEvent.EvaluationDone("training", version, result), null),
                failure: error => new Done(snapshot, null, error));
        });
        Receive<Done>(done =>
        {
            _busy = false;
            done.Snapshot.Release();
            if (done.Event is not null) Context.System.EventStream.Publish(done.Event);
            else _log.Warning("The evaluation of {0} failed: {1}", done.Snapshot.Version, done.Error?.GetBaseException().Message);
        });
        Receive<Renew>(_ => _weights.Tell(new WeightsProtocol.Subscribe(Self), Self));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(int everySteps, EvaluateSnapshot evaluate, ICanTell weights, TimeSpan renewal) =>
        Akka.Actor.Props.Create(() => new EvaluationActor(everySteps, evaluate, weights, renewal));

    public void Dispose() => _stop.Dispose();

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Renew), Renew.Instance, TimeSpan.Zero, _renewal);

    protected override void PostStop()
    {
        _stop.Cancel();
        Dispose();
        base.PostStop();
    }

    private sealed record Done(PolicySnapshot Snapshot, RunEvent.EvaluationDone? Event, Exception? Error);

    private sealed record Renew
    {
        public static Renew Instance { get; } = new();
    }
}
