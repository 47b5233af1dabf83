using ToolZero.Bench.Measurement;
using ToolZero.Model.Generation;

namespace ToolZero.Bench.Benchmarks;

/// <summary>Groups of 8 that share one prefill against the same completions with a prefill and a prefix of their own.</summary>
internal sealed class PrefillBench : IBench
{
    private const int Rows = 64;
    private const int GroupSize = 8;

    public string Name => "prefill";

    public IEnumerable<Figure> Run(BenchContext context)
    {
        var tokens = context.Quick ? 24 : 64;
        using var shared = Rollouts.Engine(context.Tiny, Rows);
        using var separate = Rollouts.Engine(context.Tiny, Rows);
        var first = new double[2];
        var best = Interleaved.Best(
            context.Rounds,
            () => First(context, shared, GroupSize, tokens, out first[0]),
            () => Rest(context, shared, first[0]),
            () => First(context, separate, 1, tokens, out first[1]),
            () => Rest(context, separate, first[1]));
        yield return new Figure("prompts and first tokens: 8 samples share a prefill, gain", best[2] / best[0], "x");
        yield return new Figure($"whole generation, {tokens} tokens each: gain", best[3] / best[1], "x", Target.Least(1));
        yield return new Figure("whole generation, shared", Rows * tokens / best[1], "tokens/s");
    }

    // The seconds of the step that computes the prompts.
    private static double First(BenchContext context, GenerationEngine engine, int samples, int tokens, out double seconds)
    {
        for (var i = 0; i < Rows / samples; i++) engine.Enqueue(Rollouts.Request(context.Tiny, i, i * samples / GroupSize, samples, tokens));
        return seconds = context.Clock.Time(() => engine.Step());
    }

    // The seconds of the whole, that step included.
    private static double Rest(BenchContext context, GenerationEngine engine, double first) => first + context.Clock.Time(() => Rollouts.Finish(engine));
}
