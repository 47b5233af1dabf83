using System.Diagnostics;
using System.Globalization;
using ToolZero.Actors.Weights;
using ToolZero.Actors.Weights.Tree;
using ToolZero.Bench.Measurement;
using ToolZero.Bench.Transfer;
using ToolZero.Core.Data;
using ToolZero.Model.Configuration;
using ToolZero.Model.Weights;
using ToolZero.Model.Weights.Transfer;
using static TorchSharp.torch;

namespace ToolZero.Bench.Benchmarks;

/// <summary>
/// Weights on their way to eight receivers: directly and through a tree, while frames are damaged and a relay dies. Then the size of a step by learning
/// rate and element type, and the rate of the lane against that of a plain connection.
/// </summary>
internal sealed class WeightsBench : IBench
{
    /// <summary>The learning rate of the paper.</summary>
    private const double PaperRate = 5e-7;
    private const int Receivers = 8;

    public string Name => "weights";

    public bool OnRequest => true;

    public IEnumerable<Figure> Run(BenchContext context)
    {
        var config = context.Quick ? TransferModel.Small : TransferModel.Large;
        DecoderWeights[] versions = [.. TransferModel.Train(config, ScalarType.BFloat16, PaperRate, context.Quick ? 3 : 5)];
        try
        {
            yield return new Figure("parameters", versions[0].ParameterCount / 1e6, "million", context.Quick ? null : Target.Least(50));
            var changes = versions.Zip(versions.Skip(1), TransferModel.Change).ToList();
            yield return new Figure("whole weights, bf16", changes[0].FullBytes / 1e6, "MB");
            foreach (var figure in Sizes("AdamW at 5e-7, bf16 with fp32 masters", changes)) yield return figure;
            foreach (var figure in LaneRate.Measure(context, Settings(Receivers), versions[0])) yield return figure;
            foreach (var figure in Spread(context, versions, "direct", Receivers, kill: false).GetAwaiter().GetResult()) yield return figure;
            foreach (var figure in Spread(context, versions, "tree of fan-out 2", fanOut: 2, kill: true).GetAwaiter().GetResult()) yield return figure;
        }
        finally
        {
            foreach (var weights in versions) weights.Dispose();
        }

        foreach (var figure in Densities(config)) yield return figure;
    }

    private static IEnumerable<Figure> Sizes(string what, List<StepChange> changes)
    {
        yield return new Figure($"{what}: density, greatest step", 100 * changes.Max(c => c.Density), "%");
        yield return new Figure($"{what}: delta, greatest step", changes.Max(c => c.Bytes) / 1e6, "MB");
        yield return new Figure($"{what}: delta over whole, greatest step", 100.0 * changes.Max(c => c.Bytes) / changes[0].FullBytes, "%", Target.Most(5));
    }

    private static async Task<List<Figure>> Spread(BenchContext context, DecoderWeights[] versions, string way, int fanOut, bool kill)
    {
        var (times, pauses, drawn, wrong) = (new List<double>(), new List<double>(), new List<int>(), 0);
        await using var cluster = new TransferCluster(Settings(fanOut), context.Tiny, versions[0].Config, versions[0].Type, tokens: versions.Length + 1);
        for (var i = 1; i <= Receivers; i++) cluster.StartReceiver($"receiver-{i}");
        await Until(cluster, v => v.Nodes.Length == Receivers);
        for (var version = 0; version < versions.Length; version++)
        {
            var start = Stopwatch.GetTimestamp();
            cluster.Publish(versions[version], version + 1);
            if (kill && version == 2)
            {
                // While the version spreads; another node comes late.
                var relay = (await cluster.View()).Nodes.Select(n => n.Parent).First(p => p != RelayTree.Source);
                await cluster.Kill(relay);
                cluster.StartReceiver("late");
            }

            var (sha, receipts) = (versions[version].Sha256(), await cluster.Receipts(version + 1));
            times.Add(receipts.Max(r => Stopwatch.GetElapsedTime(start, r.Arrived).TotalMilliseconds));
            pauses.AddRange(receipts.Select(r => r.Pause.TotalMilliseconds));
            foreach (var receipt in receipts)
            {
                wrong += ((DecoderWeights)receipt.Snapshot.Weights).Sha256() == sha ? 0 : 1;
                receipt.Snapshot.Release();
            }

            drawn.AddRange(await cluster.Decode());
        }

        drawn.AddRange(await cluster.Decode());
        var view = await Until(cluster, v => v.Nodes.Length == Receivers && v.Nodes.All(n => n.Report.Holds?.Version == versions.Length));
        var frames = view.Nodes.Aggregate(default(FrameCounts), (sum, n) => sum + n.Report.Frames);
        pauses.Sort();
        return
        [
            new($"{way}: receipts of {versions.Length} versions", pauses.Count, ""),
            new($"{way}: receipts with another hash than the learner's", wrong, "", Target.Most(0)),
            new($"{way}: frames damaged, lost, doubled or cut on purpose", cluster.Faults.Damaged, ""),
            new($"{way}: frames that arrived damaged and were fetched again", frames.Corrupt, ""),
            new($"{way}: first version, whole, until all {Receivers} have it", times[0], "ms"),
            new($"{way}: a step as a delta, until all {Receivers} have it, median", Median([.. times.Skip(1)]), "ms"),
            .. kill ? [new Figure($"{way}: version during which a relay died and another node came", times[2], "ms")] : Array.Empty<Figure>(),
            new($"{way}: hashing at the source", view.Source!.Hashing.TotalMilliseconds, "ms"),
            new($"{way}: encoding a delta at the source", view.Source.Encoding.TotalMilliseconds, "ms"),
            new($"{way}: pause of a worker for a swap, median", Median(pauses), "ms"),
            new($"{way}: pause of a worker for a swap, longest", pauses[^1], "ms"),
            new($"{way}: versions that drew one completion, its cache kept", drawn.Max(), ""),
        ];
    }

    private static async Task<WeightsTreeProtocol.WeightsView> Until(TransferCluster cluster, Func<WeightsTreeProtocol.WeightsView, bool> condition)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(2); await Task.Delay(50))
            if (await cluster.View() is var view && condition(view)) return view;
        throw new DataException("the receivers did not come together within two minutes");
    }

    /// <summary>The second step: the first one of AdamW moves every number by the whole rate.</summary>
    private static IEnumerable<Figure> Densities(ModelConfig config)
    {
        foreach (var type in new[] { ScalarType.BFloat16, ScalarType.Float32 })
        {
            foreach (var rate in new[] { PaperRate, 5e-6, 5e-5 })
            {
                DecoderWeights[] versions = [.. TransferModel.Train(config, type, rate, steps: 2)];
                var change = TransferModel.Change(versions[1], versions[2]);
                foreach (var weights in versions) weights.Dispose();
                var what = string.Create(CultureInfo.InvariantCulture, $"step 2 at {rate:0e-0}, {SafeTensorsTypes.Name(type)}");
                yield return new Figure($"{what}: density", 100 * change.Density, "%");
                yield return new Figure($"{what}: sent over whole", 100.0 * change.Bytes / change.FullBytes, "%");
            }
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <summary>The defaults of <c>weights.*</c>, but for the fan-out.</summary>
    private static WeightsSettings Settings(int fanOut) =>
        new(fanOut, FullEvery: 100, FrameBytes: WeightManifest.MaxFrameBytes, Credits: 32, Keep: 8, KeepBytes: 1L << 30, TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(5), Port: 0);
}
