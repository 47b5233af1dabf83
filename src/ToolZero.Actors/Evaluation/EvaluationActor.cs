using Akka.Actor;
using Akka.Event;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Weights;
using ToolZero.Core.Data;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Evaluation.EvaluationProtocol;

namespace ToolZero.Actors.Evaluation;

/// <summary>
/// Evaluates what the run asks for, and every few versions while it goes on; a version that comes while one is being evaluated is left out.
/// Results are kept and sent again until the run has them.
/// </summary>
public sealed class EvaluationActor : ReceiveActor, IWithTimers, IDisposable
{
    /// <summary>Results that may wait for the run; beyond, the oldest is given up.</summary>
    private const int MaxKept = 16;

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stop = new();
    private readonly EvaluationServices _services;
    private readonly ICanTell _run;
    private readonly ICanTell _weights;
    private readonly List<Evaluated> _kept = [];
    private bool _busy;

    // Version 0 is the baseline, which is evaluated before the run.
    private WeightsKey _newest;

    public EvaluationActor(EvaluationServices services, ICanTell run, ICanTell weights)
    {
        (_services, _run, _weights) = (services, run, weights);
        Receive<WeightsProtocol.Available>(OnAvailable);
        Receive<Evaluate>(wanted =>
        {
            if (_busy || _kept.Any(r => r.Name == wanted.Name && r.Step == wanted.Step)) return;
            Begin(wanted.Name, wanted.Step, Task.Run(() => _services.Folder(wanted.Folder, _stop.Token)), null);
        });
        Receive<Done>(OnDone);
        Receive<EvaluationTaken>(taken => { _kept.RemoveAll(r => r.Name == taken.Name && r.Step == taken.Step); });
        Receive<Renew>(_ => OnRenew());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(EvaluationServices services, ICanTell run, ICanTell weights) =>
        Akka.Actor.Props.Create(() => new EvaluationActor(services, run, weights));

    public void Dispose() => _stop.Dispose();

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Renew), Renew.Instance, TimeSpan.Zero, _services.Period);

    protected override void PostStop()
    {
        _stop.Cancel();
        Dispose();
        base.PostStop();
    }

    private void OnAvailable(WeightsProtocol.Available available)
    {
        var (snapshot, version) = (available.Snapshot, available.Snapshot.Version.Value);
        if (snapshot.Key <= _newest) return;
        _newest = snapshot.Key;
        if (_busy || version % _services.EverySteps != 0 || !snapshot.TryAcquire()) return;
        Begin(OnTheWay, version, _services.Snapshot(snapshot, _stop.Token), snapshot);
    }

    private void Begin(string name, long step, Task<EvaluationResult> evaluation, PolicySnapshot? snapshot)
    {
        _busy = true;
        evaluation.PipeTo(
            Self,
            success: result => new Done(name, step, snapshot, result, null),
            failure: error => new Done(name, step, snapshot, null, error.GetBaseException()));
    }

    private void OnDone(Done done)
    {
        _busy = false;
        done.Snapshot?.Release();
        if (done.Result is { } result)
        {
            if (_kept.Count == MaxKept) _kept.RemoveAt(0);
            var evaluated = new Evaluated(done.Name, done.Step, result);
            _kept.Add(evaluated);
            _run.Tell(evaluated, Self);
        }
        else
        {
            _log.Warning("The evaluation {0} of step {1} failed: {2}", done.Name, done.Step, done.Error?.Message);
            if (done.Name != OnTheWay) _run.Tell(new EvaluationFailed(done.Name, done.Step, done.Error!.Message, done.Error is DataException), Self);
        }
    }

    private void OnRenew()
    {
        if (_services.EverySteps > 0) _weights.Tell(new WeightsProtocol.Subscribe(Self), Self);
        foreach (var result in _kept) _run.Tell(result, Self);
        if (!_busy) _run.Tell(EvaluatorIdle.Instance, Self);
    }

    private sealed record Done(string Name, long Step, PolicySnapshot? Snapshot, EvaluationResult? Result, Exception? Error);

    private sealed record Renew
    {
        public static Renew Instance { get; } = new();
    }
}
