using ToolZero.Actors.Weights;
using ToolZero.Bench.Benchmarks;
using ToolZero.Bench.Measurement;
using ToolZero.Model.Weights;

namespace ToolZero.Bench.Transfer;

/// <summary>The rate of whole weights from one node to another against a plain connection of this machine, in turns.</summary>
internal static class LaneRate
{
    private const int Turns = 10;

    public static IReadOnlyList<Figure> Measure(BenchContext context, WeightsSettings settings, DecoderWeights weights)
    {
        using var lane = new LaneTransfer(settings, weights);
        var best = Interleaved.Best(
            Turns * context.Rounds,
            () => LoopbackTcp.Seconds(lane.Bytes, () => context.Clock.Now),
            () => lane.ReceivingSeconds(() => context.Clock.Now),
            () => lane.VerifiedSeconds(() => context.Clock.Now));
        return
        [
            new("plain loopback TCP", lane.Bytes / best[0] / 1e6, "MB/s"),
            new("whole weights over the lane, every frame checked", lane.Bytes / best[1] / 1e6, "MB/s"),
            new("lane over plain TCP", best[0] / best[1], "x", Target.Least(0.5)),
            new("lane over plain TCP, until the hash of the whole is known to be right", best[0] / best[2], "x"),
        ];
    }
}
