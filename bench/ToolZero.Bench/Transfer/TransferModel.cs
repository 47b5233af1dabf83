using ToolZero.Bench.Models;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Configuration;
using ToolZero.Model.Training;
using ToolZero.Model.Weights;
using ToolZero.Model.Weights.Transfer;
using static TorchSharp.torch;

namespace ToolZero.Bench.Transfer;

/// <summary>What a step changed.</summary>
/// <param name="Density">Share of the numbers.</param>
/// <param name="Bytes">Bytes of the frames; those of the whole when a delta would not be smaller.</param>
/// <param name="FullBytes">Bytes of the whole.</param>
internal sealed record StepChange(double Density, long Bytes, long FullBytes);

/// <summary>Random weights in the layout of Qwen2.5, trained by the product's own learner on random groups.</summary>
internal static class TransferModel
{
    private const int FrameBytes = WeightManifest.MaxFrameBytes;

    /// <summary>54 million parameters: 12 layers, D = 512.</summary>
    public static ModelConfig Large { get; } = Shape(layers: 12, vocabulary: 16_384);

    /// <summary>15 million parameters, for a look.</summary>
    public static ModelConfig Small { get; } = Shape(layers: 3, vocabulary: 8192);

    /// <summary>The weights before the first step and after each; the caller owns all of them.</summary>
    /// <param name="config">The shape.</param>
    /// <param name="type">Element type; half precision has float32 masters in the optimiser.</param>
    /// <param name="learningRate">Of AdamW.</param>
    /// <param name="steps">Optimiser steps.</param>
    public static IEnumerable<DecoderWeights> Train(ModelConfig config, ScalarType type, double learningRate, int steps)
    {
        using var random = DecoderWeights.Random(config, seed: 1);
        using var weights = random.To(type);
        using var trainer = new PolicyTrainer(weights, TrainerSettings.Default);
        yield return weights.Clone();
        for (var step = 0; step < steps; step++)
        {
            trainer.Step(Batches.Random(config.VocabSize, groups: 1, samples: 4, seed: (ulong)step) with { Step = step, LearningRate = learningRate });
            yield return weights.Clone();
        }
    }

    public static StepChange Change(DecoderWeights before, DecoderWeights after)
    {
        using var old = TensorImage.Of(before);
        using var now = TensorImage.Of(after);
        var full = WeightManifest.Full(default, "after", now.Layout, FrameBytes);
        var delta = DeltaEncoder.Encode(old, now, new DeltaIdentity(new WeightsKey(0, 1), "after", default, "before"), FrameBytes, long.MaxValue)!.Manifest;
        return new StepChange(delta.Density, Math.Min(delta.Bytes, full.Bytes), full.Bytes);
    }

    private static ModelConfig Shape(int layers, int vocabulary) => new ModelConfig
    {
        Family = ModelFamily.Qwen2,
        VocabSize = vocabulary,
        HiddenSize = 512,
        IntermediateSize = 2048,
        Layers = layers,
        Heads = 8,
        KeyValueHeads = 2,
        HeadDim = 64,
        TiedEmbeddings = true,
    }.Validated("bench");
}
