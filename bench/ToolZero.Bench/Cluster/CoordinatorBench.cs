using System.Diagnostics;
using ToolZero.Actors.Ledger;
using ToolZero.Bench.Benchmarks;
using ToolZero.Bench.Measurement;
using ToolZero.Core.Data;

namespace ToolZero.Bench.Cluster;

/// <summary>Groups per second that the coordinator accounts durably for 1,000 workers, and what a status query costs meanwhile.</summary>
/// <param name="isRemote">The workers are in another actor system, over loopback TCP.</param>
internal sealed class CoordinatorBench(bool isRemote) : IBench
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    public string Name => isRemote ? "coordinator-remote" : "coordinator";

    public bool OnRequest => true;

    public IEnumerable<Figure> Run(BenchContext context)
    {
        using var load = new CoordinatorLoad(isRemote);

        // Until every worker has delivered something, on average.
        for (var start = Stopwatch.GetTimestamp(); load.Acknowledged.Value < CoordinatorLoad.Workers; LetWork(Look))
            if (Stopwatch.GetElapsedTime(start) > Longest)
                throw new DataException($"only {load.Acknowledged.Value} groups were accounted in {Longest.TotalSeconds} s: the machine is too busy to measure anything; try again later");
        LetWork(Warm);
        load.Latencies.Clear();
        var (from, before) = (context.Clock.Now, load.Acknowledged.Value);
        LetWork(TimeSpan.FromSeconds(context.Quick ? 3 : 15));
        var (groups, seconds) = (load.Acknowledged.Value - before, context.Clock.Now - from);
        var (median, slowest) = (load.Latencies.Quantile(0.5), load.Latencies.Quantile(0.99));

        var (acknowledged, balance) = (load.Acknowledged.Value, load.Stop());
        var stored = Stored(balance);
        if (!balance.Holds || stored < acknowledged)
            throw new InvalidOperationException($"the ledger has {stored} stored groups and is {(balance.Holds ? "" : "not ")}balanced, workers were told of {acknowledged}");
        var among = $"{CoordinatorLoad.Workers} workers{(isRemote ? " over TCP" : "")}";
        yield return new Figure($"groups accounted durably, {among}", groups / seconds, "1/s", isRemote ? null : Target.Least(2000));
        yield return new Figure($"status query among {among}, p50", median, "ms");
        yield return new Figure($"status query among {among}, p99", slowest, "ms", Target.Most(100));
    }

    private static long Stored(LedgerBalance balance) =>
        balance.States.Where(s => s.Key is >= GroupState.Scored and <= GroupState.Filtered).Sum(s => s.Value.Groups);

    private static void LetWork(TimeSpan time)
    {
        using var never = new ManualResetEvent(false);
        never.WaitOne(time);
    }
}
