using System.Collections.Immutable;
using ToolZero.Bench.Measurement;
using ToolZero.Bench.Models;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Decoding;
using ToolZero.Model.Training;
using ToolZero.Model.Weights;
using static TorchSharp.torch;

namespace ToolZero.Bench.Benchmarks;

/// <summary>The learner's forward and backward pass with each prompt computed once for its 8 samples against once for every sample.</summary>
internal sealed class PromptBench : IBench
{
    public string Name => "prompt";

    public IEnumerable<Figure> Run(BenchContext context)
    {
        using var weights = context.Tiny.Weights.Clone();
        weights.RequireGradients();
        var batch = Batches.Random(weights.Config.VocabSize, context.Quick ? 2 : 8, 8);
        var shared = batch.Groups.Select(g => (g.PromptTokens, Samples: Tokens(g.Samples))).ToList();
        var separate = shared.SelectMany(g => g.Samples.Select(s => (g.PromptTokens, Samples: ImmutableArray.Create(s)))).ToList();
        var best = Interleaved.Best(
            context.Rounds,
            () => context.Clock.Time(() => Pass(weights, shared)),
            () => context.Clock.Time(() => Pass(weights, separate)));
        yield return new Figure("learner's forward and backward: 8 samples share a prompt, gain", best[1] / best[0], "x", Target.Least(1));
    }

    private static ImmutableArray<ImmutableArray<int>> Tokens(ImmutableArray<ScoredTrajectory> samples) => [.. samples.Select(s => s.Trajectory.Tokens)];

    // Micro-batches within the learner's budget, as it makes them.
    private static void Pass(DecoderWeights weights, List<(ImmutableArray<int> Prompt, ImmutableArray<ImmutableArray<int>> Samples)> groups)
    {
        var sizes = groups.Select(g => new GroupSize(g.Prompt.Length, g.Samples.Length, g.Samples.Max(s => s.Length))).ToList();
        foreach (var part in MicroBatches.Pack(sizes, TrainerSettings.Default.MicroBatchTokens))
        {
            using var scope = NewDisposeScope();
            using var enabled = set_grad_enabled(true);
            using var tokens = new GroupedTokens(
                [.. part.Select(i => groups[i].Prompt)], [.. part.Select(i => (IReadOnlyList<ImmutableArray<int>>)groups[i].Samples)], weights.Device);
            var loss = Decoder.GroupedLogits(weights, tokens).log_softmax(1).gather(1, tokens.Targets.unsqueeze(1)).mean();
            autograd.grad([loss], [.. weights.Tensors]);
        }
    }
}
