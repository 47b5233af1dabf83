using System.Globalization;
using ToolZero.Bench.Measurement;
using ToolZero.Bench.Models;
using ToolZero.Core.Randomness;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Generation;
using ToolZero.Model.Training;
using static TorchSharp.torch;

namespace ToolZero.Bench.Benchmarks;

/// <summary>
/// Resident memory while groups are generated and trained on, step after step, with the weights handed over each time. Nothing is collected by force. Prompts and
/// lengths change from step to step and come again every <see cref="WarmSteps"/> steps: what a step needs depends on them (the largest needs 20 MB more), so only
/// windows of the same work can be compared.
/// </summary>
internal sealed class MemoryBench : IBench
{
    public const int DefaultSteps = 200;
    public const int QuickSteps = 60;
    public const int WarmSteps = 20;

    private const int Groups = 4;
    private const int Rows = 24;
    private const ulong Lengths = 5;

    public string Name => "memory";

    public IEnumerable<Figure> Run(BenchContext context)
    {
        using var weights = context.Tiny.Weights.Clone();
        using var engine = new GenerationEngine(context.Tiny.Tokenizer, context.Tiny.Endless, new EngineSettings(Rows));
        using var trainer = new PolicyTrainer(weights, TrainerSettings.Default);
        var resident = new long[context.Steps];
        var random = new RandomStream(Lengths);
        var tensors = 0L;
        for (var step = 0; step < resident.Length; step++)
        {
            if (step % WarmSteps == 0) random = new RandomStream(Lengths);
            if (step == WarmSteps) tensors = Tensor.TotalCount;
            engine.UseWeights(weights, new PolicyVersion(step));
            for (var g = 0; g < Groups; g++)
                engine.Enqueue(Rollouts.Request(context.Tiny, step * Groups + g, random.Next(1000), samples: 8, tokens: random.Next(8, 40)));
            trainer.Step(Batches.Of(Rollouts.Finish(engine), step));
            resident[step] = Environment.WorkingSet;
        }

        var warm = resident[..WarmSteps].Max();
        var end = resident[^Math.Min(WarmSteps, resident.Length - WarmSteps)..].Max();
        yield return new Figure($"resident memory after step {WarmSteps}", warm / 1e6, "MB");
        yield return new Figure(string.Create(CultureInfo.InvariantCulture, $"resident memory after step {resident.Length}"), end / 1e6, "MB");
        yield return new Figure("growth of resident memory", 100.0 * (end - warm) / warm, "%", Target.Most(5));
        yield return new Figure("growth of live tensors", Tensor.TotalCount - tensors, "");
    }
}
