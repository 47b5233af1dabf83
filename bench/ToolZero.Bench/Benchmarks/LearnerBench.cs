using ToolZero.Bench.Measurement;
using ToolZero.Bench.Models;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Training;
using ToolZero.Model.Weights;

namespace ToolZero.Bench.Benchmarks;

/// <summary>Whole optimiser steps (forward, backward, clipping, AdamW) as a share of the matrix-product rate measured in turns with them.</summary>
internal sealed class LearnerBench : IBench
{
    public const double Share = 0.35;

    public string Name => "learner";

    public IEnumerable<Figure> Run(BenchContext context)
    {
        using var middle = DecoderWeights.Random(BenchModels.Middle, seed: 1);
        var groups = context.Quick ? 1 : 4;
        foreach (var figure in Measure(context, "d=512, 6 layers", middle, Batches.Random(BenchModels.Middle.VocabSize, groups, 8), Target.Least(Share))) yield return figure;

        // The learner changes the weights, and other benches use them.
        using var tiny = context.Tiny.Weights.Clone();
        foreach (var figure in Measure(context, "tiny", tiny, Batches.Random(tiny.Config.VocabSize, context.Quick ? 4 : 16, 8), null)) yield return figure;
    }

    private static IEnumerable<Figure> Measure(BenchContext context, string model, DecoderWeights weights, TrainingBatch batch, Target? target)
    {
        using var product = new MatrixProduct(context.Quick ? 1024 : 2048);
        using var trainer = new PolicyTrainer(weights, TrainerSettings.Default);
        StepReport? report = null;
        var best = Interleaved.Best(
            context.Quick ? 2 : 3,
            () => product.Seconds(context.Clock),
            () => context.Clock.Time(() => report = trainer.Step(batch)));
        var rate = StepFlops.Of(weights.Config, batch) / best[1];
        yield return new Figure($"learner step, {model}: share of the matrix-product rate", rate / (product.Flops / best[0]), "x", target);
        yield return new Figure($"learner step, {model}", rate / 1e9, "GFLOP/s");
        yield return new Figure($"learner step, {model}: tokens trained", report!.TokensTrained / best[1], "tokens/s");
        yield return new Figure($"learner step, {model}: part of clipping and AdamW", report.OptimiserSeconds / report.Seconds, "x");
    }
}
