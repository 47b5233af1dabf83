using ToolZero.Bench.Measurement;
using ToolZero.Model.Generation;

namespace ToolZero.Bench.Benchmarks;

/// <summary>Decoded tokens per second by batch size; prompts are computed before the clock starts.</summary>
internal sealed class DecodeBench : IBench
{
    private const int GroupSize = 8;
    private const int Turns = 5;

    private static readonly int[] Batches = [1, 16, 64, 128];

    public string Name => "decode";

    public IEnumerable<Figure> Run(BenchContext context)
    {
        var tokens = context.Quick ? 24 : 64;
        var engines = Batches.Select(rows => Rollouts.Engine(context.Tiny, rows)).ToList();
        try
        {
            // A round is short, and code is compiled for good only after many calls.
            var best = Interleaved.Best(Turns * context.Rounds, [.. Batches.Select((rows, i) => (Func<double>)(() => Decode(context, engines[i], rows, tokens)))]);
            var rates = Batches.Select((rows, i) => rows * (tokens - 2) / best[i]).ToArray();
            for (var i = 0; i < rates.Length; i++) yield return new Figure($"decoded at batch {Batches[i]}", rates[i], "tokens/s");
            yield return new Figure("batch 64 over batch 1", rates[2] / rates[0], "x", Target.Least(8));
            yield return new Figure("batch 128 over batch 64", rates[3] / rates[2], "x");
        }
        finally
        {
            foreach (var engine in engines) engine.Dispose();
        }
    }

    private static double Decode(BenchContext context, GenerationEngine engine, int rows, int tokens)
    {
        for (var g = 0; g * GroupSize < rows; g++) engine.Enqueue(Rollouts.Request(context.Tiny, g, g, Math.Min(GroupSize, rows), tokens));
        // Prompts, first tokens and the first decode step; from here on every step draws one token for each row.
        engine.Step();
        return context.Clock.Time(() => Rollouts.Finish(engine));
    }
}
