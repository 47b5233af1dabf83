using System.Diagnostics.Metrics;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Node;
using ToolZero.Actors.Weights;
using ToolZero.Actors.Wire;
using ToolZero.Core.Metrics;
using ToolZero.Core.Rollouts;
using ToolZero.Web.Hosting;
using static ToolZero.Actors.Weights.Tree.WeightsTreeProtocol;
using static ToolZero.Web.Telemetry.ExportedMetrics;

namespace ToolZero.Web.Telemetry;

/// <summary>
/// The meter of a node: instruments that are fed with the events of the node's event stream, so on the node that has the run those of the run too.
/// What has no value yet is not exported.
/// </summary>
internal sealed class NodeMeter : IDisposable
{
    /// <summary>Name of the meter of every node.</summary>
    public const string Name = "ToolZero";

    private readonly Lock _gate = new();
    private readonly WebContext _context;
    private readonly WorkPulses _pulses;
    private readonly Meter _meter;
    private readonly Dictionary<string, NodeHealth> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RoleKind> _workers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _evaluations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WeightsKey> _weights = new(StringComparer.Ordinal);
    private readonly WaitShare _batchWait;
    private readonly Histogram<double> _stepDuration;
    private readonly Histogram<double> _swap;
    private readonly Dictionary<ExportedMetric, Counter<long>> _counters;
    private StepMetrics? _step;
    private RunPulse? _run;
    private RunPhase? _phase;
    private long? _checkpoint;
    private long? _lag;

    public NodeMeter(WebContext context)
    {
        (_context, _pulses, _batchWait) = (context, WorkPulses.Of(context.System), new WaitShare(context.Time));
        // The scope tells the meters of two nodes in one process from each other.
        _meter = new Meter(new MeterOptions(Name) { Version = ProductVersion.Text, Scope = context.System });
        _counters = All.Where(m => m.Kind == MetricKind.Counter && m != ExpiredLeases && m != RefusedFrames).ToDictionary(m => m, m => _meter.CreateCounter<long>(m.Instrument, m.Unit, m.Meaning));
        _stepDuration = _meter.CreateHistogram<double>(StepDuration.Instrument, StepDuration.Unit, StepDuration.Meaning);
        _swap = _meter.CreateHistogram<double>(SwapPause.Instrument, SwapPause.Unit, SwapPause.Meaning);
        for (var i = 0; i < OfSteps.Length; i++)
        {
            var value = StepMetrics.Definitions[i].Value;
            Gauge(OfSteps[i], () => _step is { } step && value(step) is var number && double.IsFinite(number) ? [new Measurement<double>(number)] : []);
        }

        Gauge(CheckpointStep, () => One(_checkpoint));
        Gauge(Waiting, () => One(HasEnded ? 0 : _run?.Waited.TotalSeconds));
        Gauge(BatchWait, () => One(HasEnded ? 0 : _batchWait.Share));
        Gauge(LedgerBalance, () => One(_run?.Counts is { } counts ? counts.Issued - Of(counts).Sum(c => c.Count) : null));
        Gauge(WeightsLag, () => One(_lag));
        Gauge(WeightsVersion, () => One(_weights.Count == 0 ? null : _weights.Values.Min().Version));
        Gauge(Phase, () => _phase is { } phase ? [.. Phase.LabelValues.Select(word => Of(Phase, word, word == Word(phase) ? 1 : 0))] : []);
        Gauge(Groups, () => _run is { } run ? [.. Of(run.Counts).Select(c => Of(Groups, c.State, c.Count))] : []);
        Gauge(Evaluation, () => [.. _evaluations.Select(e => Of(Evaluation, e.Key, e.Value))]);
        Gauge(Nodes, () => _nodes.Count == 0 ? [] : [.. Nodes.LabelValues.Select(word => Of(Nodes, word, _nodes.Values.Count(h => Word(h) == word)))]);
        Gauge(Workers, () => [.. _workers.Values.GroupBy(k => k).Select(k => Of(Workers, Word(k.Key), k.Count()))]);
        Gauge(WorkAge, () => [.. _pulses.Now.GroupBy(w => Word(w.Kind)).Select(g => Of(WorkAge, g.Key, g.Max(w => w.Age.TotalSeconds))).Concat(Idle())]);
        Gauge(DiskFree, () => One(Free()));
        Count(ExpiredLeases, () => _run is { } run ? [new Measurement<long>(run.ExpiredLeases)] : []);
        var wire = WireSerializer.Find(context.System);
        Count(RefusedFrames, () => wire is null ? [] : [Counted(RefusedFrames, "frame", wire.RefusedFrames), Counted(RefusedFrames, "message", wire.RefusedMessages)]);
    }

    private bool HasEnded => _phase is RunPhase.Finished or RunPhase.Stopped or RunPhase.Failed;

    /// <summary>An event of the node, or of the run that it has.</summary>
    public void Take(RunEvent runEvent)
    {
        lock (_gate)
        {
            switch (runEvent)
            {
                case RunEvent.StepCompleted step:
                    _step = step.Metrics;
                    _stepDuration.Record(step.Metrics.Time.Step);
                    _counters[Steps].Add(1);
                    _counters[GeneratedTokens].Add(step.Metrics.Batch.GeneratedTokens);
                    _counters[TrainedTokens].Add(step.Metrics.Update.TrainedTokens);
                    break;
                case RunEvent.PhaseChanged changed:
                    // No pulse comes after the last one, and none at all of a run that cannot be opened.
                    _phase = changed.Phase;
                    break;
                case RunEvent.CheckpointWritten written:
                    _checkpoint = written.Step;
                    _counters[Checkpoints].Add(1);
                    break;
                case RunEvent.RolledBack back:
                    _checkpoint = back.To;
                    _counters[Rollbacks].Add(1);
                    break;
                case RunEvent.GroupsQuarantined lost:
                    _counters[Quarantined].Add(lost.Groups.Length);
                    break;
                case RunEvent.EvaluationDone done when Evaluation.LabelValues.Contains(done.Name):
                    _evaluations[done.Name] = done.Result.Success;
                    break;
                case RunEvent.NodeChanged node:
                    if (node.Health == NodeHealth.Gone) _nodes.Remove(node.Name);
                    else _nodes[node.Name] = node.Health;
                    break;
                case RunEvent.WorkerChanged worker when IsOwn(worker.Name):
                    Take(worker);
                    break;
            }
        }
    }

    /// <summary>How the run is doing that the node has.</summary>
    public void Take(RunPulse run)
    {
        lock (_gate)
        {
            (_run, _phase) = (run, run.Phase);
            _batchWait.Look(run.WaitsForBatch);
        }
    }

    /// <summary>How far the weights have come that the run's learner publishes.</summary>
    public void Take(WeightsView weights)
    {
        lock (_gate)
            _lag = _run is not null && weights.Source?.Holds is { } newest ? weights.Nodes.Select(n => n.Report.Holds).OfType<WeightsKey>().Select(own => Behind(newest, own)).DefaultIfEmpty(0).Max() : null;
    }

    /// <summary>The coordinator has ended: a run that has not is another node's from now on, or comes back with its first pulse.</summary>
    public void Left()
    {
        lock (_gate)
        {
            if (_run is null || HasEnded) return;
            (_step, _run, _phase, _checkpoint, _lag) = (null, null, null, null, null);
            _evaluations.Clear();
        }
    }

    /// <summary>A rollout worker of the node took over weights.</summary>
    public void Take(WeightsProtocol.Swapped swapped)
    {
        _swap.Record(swapped.Pause.TotalSeconds);
        lock (_gate) _weights[Stable(swapped.Worker)] = swapped.Key;
    }

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<(string State, long Count)> Of(GroupCounts c) =>
        GroupStates.Zip([c.Pending, c.InFlight, c.Scored, c.Trained, c.Stale, c.Filtered, c.Failed, c.Quarantined]);

    private static Measurement<double> Of(ExportedMetric metric, string label, double value) => new(value, KeyValuePair.Create(metric.Label!, (object?)label));

    private static IEnumerable<Measurement<double>> One(double? value) => value is { } number ? [new Measurement<double>(number)] : [];

    private static Measurement<long> Counted(ExportedMetric metric, string label, long value) => new(value, KeyValuePair.Create(metric.Label!, (object?)label));

    /// <summary>Versions between them; weights from before a rollback are behind in any case.</summary>
    private static long Behind(WeightsKey newest, WeightsKey own) => own.Epoch == newest.Epoch ? Math.Max(0, newest.Version - own.Version) : Math.Max(1, newest.Version - own.Version);

    /// <summary>What stands before # stays the same when a worker is started again.</summary>
    private static string Stable(string worker) => worker.Split('#')[0];

    private void Take(RunEvent.WorkerChanged worker)
    {
        var name = Stable(worker.Name);
        if (worker.Health != RoleHealth.Running) _weights.Remove(name);
        if (worker.Health is RoleHealth.Gone or RoleHealth.GivenUp) _workers.Remove(name);
        else _workers[name] = worker.Kind;
        if (worker.Health is RoleHealth.Restarting or RoleHealth.GivenUp)
            _counters[WorkerFailures].Add(1, KeyValuePair.Create(WorkerFailures.Label!, (object?)Word(worker.Kind)));
    }

    /// <summary>The node that has the run hears of the workers of all.</summary>
    private bool IsOwn(string worker) => worker.StartsWith(_context.Id.Name + "/", StringComparison.Ordinal);

    private IEnumerable<Measurement<double>> Idle() =>
        WorkAge.LabelValues.Where(kind => _context.Has(kind) && !_pulses.Now.Any(w => Word(w.Kind) == kind)).Select(kind => Of(WorkAge, kind, 0));

    private long? Free()
    {
        try
        {
            return _context.RunFolder is { } folder && Directory.Exists(folder) ? new DriveInfo(folder).AvailableFreeSpace : null;
        }
        catch (IOException)
        {
            // A volume that is gone is the health's business; here it has no number.
            return null;
        }
    }

    private void Count(ExportedMetric metric, Func<IEnumerable<Measurement<long>>> read) => _meter.CreateObservableCounter(
        metric.Instrument,
        () =>
        {
            lock (_gate) return read().ToList();
        },
        metric.Unit,
        metric.Meaning);

    private void Gauge(ExportedMetric metric, Func<IEnumerable<Measurement<double>>> read) => _meter.CreateObservableGauge(
        metric.Instrument,
        () =>
        {
            lock (_gate) return read().ToList();
        },
        metric.Unit.Length == 0 ? null : metric.Unit,
        metric.Meaning);
}
