using ToolZero.Actors.Hosting;
using ToolZero.Cli.Cluster;

namespace ToolZero.Cli.Drill;

/// <summary>What a drill does.</summary>
/// <param name="Faults">How many.</param>
/// <param name="Seed">Of the schedule and of the damage.</param>
/// <param name="Every">Mean time between two faults.</param>
/// <param name="Lasts">How long a fault goes on that is not done at once.</param>
/// <param name="Rollouts">Rollout nodes of the cluster.</param>
/// <param name="Rewards">Reward nodes.</param>
/// <param name="Only">Only faults whose name has one of these texts in it; none = all of them.</param>
internal sealed record DrillSettings(int Faults, ulong Seed, TimeSpan Every, TimeSpan Lasts, int Rollouts, int Rewards, IReadOnlyCollection<string> Only);

/// <summary>
/// Trains in a local cluster, lets it begin, does faults to it by schedule, drains it, and holds what is left against what was promised. Every node stands
/// behind a proxy, so that what it hears can be cut, late or damaged.
/// </summary>
internal sealed class DrillRun(DrillSettings settings, TimeProvider time) : IDisposable
{
    private const int WarmUpSteps = 5;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>A role that does no useful work for so long counts with that time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(5);
    private readonly Dictionary<string, FaultProxy> _fronts = [];
    private readonly List<FaultOutcome> _outcomes = [];

    /// <summary>Runs the whole drill.</summary>
    /// <param name="request">What the cluster trains.</param>
    /// <param name="sets">What its nodes decide for themselves.</param>
    /// <param name="onEvent">Told of every event of the run.</param>
    /// <param name="say">Told in one line of every fault and what came of it.</param>
    /// <param name="replay">Re-applies the journal of a run folder: true when it leads to the same weights.</param>
    /// <param name="stop">Ends the drill early: what was done so far is reported.</param>
    /// <exception cref="FailedRunException">The run did not survive, or never began.</exception>
    /// <exception cref="Core.Data.DataException">No fault has the name that was asked for, or the run's input is wrong.</exception>
    public async Task<DrillReport> Run(
        TrainingRequest request, IReadOnlyList<string> sets, Action<RunEvent> onEvent, Action<string> say, Func<string, Task<bool>> replay, CancellationToken stop)
    {
        var faults = FaultSchedule.Create(settings.Seed, settings.Faults, settings.Every, settings.Lasts, settings.Only);
        var location = RunSettings.From(request.Configuration).Run;
        var folder = Path.Combine(location.Folder, location.Name);
        var ledger = new LedgerWatch(Path.Combine(folder, "ledger.db"));
        var injector = new FaultInjector(() => ClusterFile.Read(folder), _fronts, Path.Combine(folder, "ledger.db"));
        using var drain = new CancellationTokenSource();
        var cluster = new LocalCluster(settings.Rollouts, settings.Rewards, [.. sets]) { Front = Front };
        var training = cluster.Train(request, onEvent, drain.Token);

        var steady = await Steps(ledger, WarmUpSteps, training, stop);
        say(FormattableString.Invariant($"step {steady.Steps} is trained; {settings.Faults} faults, one every {settings.Every.TotalSeconds:0.#} s"));

        var started = time.GetTimestamp();
        foreach (var fault in faults)
        {
            if (stop.IsCancellationRequested || training.IsCompleted) break;
            await Wait(() => time.GetElapsedTime(started) >= fault.At || training.IsCompleted, Timeout.InfiniteTimeSpan, stop);
            if (await Do(fault, injector, ledger, training, stop) is not { } outcome) continue;
            _outcomes.Add(outcome);
            say(Line(outcome));
        }

        var last = ledger.Progress() ?? steady;
        await Wait(() => training.IsCompleted || ledger.Progress()?.Steps > last.Steps, StartDeadline, stop);
        var elapsed = time.GetElapsedTime(started);
        var trained = (ledger.Progress() ?? last).Steps - steady.Steps;
        await drain.CancelAsync();
        var result = await training;
        var verdict = ledger.Verdict() ?? throw new FailedRunException($"{folder}/ledger.db cannot be read after the drill");
        say(FormattableString.Invariant($"drained at step {result.Steps}; replaying the journal"));
        return DrillReport.Of(_outcomes, verdict, await replay(folder), Math.Min(1, trained * (ledger.Pace() ?? TimeSpan.Zero) / elapsed));
    }

    public void Dispose()
    {
        foreach (var front in _fronts.Values) front.Dispose();
    }

    private int Front(string node, int port)
    {
        var front = new FaultProxy(port, settings.Seed + (ulong)_fronts.Count, time);
        _fronts.Add(node, front);
        return front.Port;
    }

    private async Task<FaultOutcome?> Do(Fault fault, FaultInjector injector, LedgerWatch ledger, Task training, CancellationToken stop)
    {
        var nodes = injector.Nodes(fault.Role);
        if (nodes.Count == 0 || ledger.Progress() is not { } before) return null;
        var node = nodes[(int)(fault.Choice * nodes.Count)];
        var watch = new RecoveryWatch(ledger, fault, node, before);
        if (!injector.Begin(fault, node)) return null;
        if (fault.Lasts > TimeSpan.Zero)
        {
            await Task.Delay(fault.Lasts, time, CancellationToken.None);
            injector.End(fault, node);
        }

        watch.Ended();
        var ended = time.GetTimestamp();
        await Wait(() => watch.IsRecovered() || training.IsCompleted, Patience, stop);
        return new FaultOutcome(fault, node, time.GetElapsedTime(ended), ledger.Progress()?.Balanced ?? true);
    }

    private async Task<LedgerProgress> Steps(LedgerWatch ledger, long steps, Task training, CancellationToken stop)
    {
        LedgerProgress? progress = null;
        await Wait(() => training.IsCompleted || (progress = ledger.Progress())?.Steps >= steps, StartDeadline, stop);
        if (training.IsCompleted) await training;
        return progress is { } reached && reached.Steps >= steps
            ? reached
            : throw new FailedRunException($"the cluster did not reach step {steps} within {StartDeadline.TotalMinutes} minutes: there is nothing to drill; see its logs");
    }

    /// <summary>False when it took too long, or the drill was stopped.</summary>
    private async Task<bool> Wait(Func<bool> condition, TimeSpan patience, CancellationToken stop)
    {
        var start = time.GetTimestamp();
        while (!condition())
        {
            if (stop.IsCancellationRequested || (patience != Timeout.InfiniteTimeSpan && time.GetElapsedTime(start) > patience)) return false;
            await Task.Delay(Look, time, CancellationToken.None);
        }

        return true;
    }

    private static string Line(FaultOutcome outcome) => FormattableString.Invariant(
        $"{outcome.Fault.Number,3}  {outcome.Fault.Name} ({outcome.Node}): useful work after {outcome.Recovery.TotalSeconds:0.0} s, ledger {(outcome.Balanced ? "balanced" : "NOT BALANCED")}");
}
