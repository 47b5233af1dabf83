using System.Collections.Immutable;
using ToolZero.Core.Randomness;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Configuration;
using ToolZero.Model.Decoding;
using ToolZero.Model.Weights;
using static TorchSharp.torch;

namespace ToolZero.Model.Tests.Training;

/// <summary>A tiny decoder and batches made for it.</summary>
internal static class TrainingCases
{
    public static ModelConfig Config { get; } = new()
    {
        Family = ModelFamily.Qwen3,
        VocabSize = 41,
        HiddenSize = 32,
        IntermediateSize = 48,
        Layers = 2,
        Heads = 4,
        KeyValueHeads = 2,
        HeadDim = 8,
        AttentionBias = true,
        TiedEmbeddings = true,
        EndOfSequenceIds = [0],
    };

    public static DecoderWeights Weights(ulong seed = 5) => DecoderWeights.Random(Config, seed, 0.2);

    /// <summary>Groups of random prompts and samples with rewards drawn from three levels; behaviour log-probabilities are those of the weights.</summary>
    public static TrainingBatch Batch(DecoderWeights weights, ulong seed, int groups = 5, int samples = 4, double learningRate = 1e-3, long step = 0, int flatGroups = 0)
    {
        var random = new RandomStream(seed);
        return new TrainingBatch(step, 0.5, learningRate, [.. Enumerable.Range(0, groups).Select(g => Group(weights, random, g, samples, g < flatGroups))]);
    }

    /// <summary>The batch as if it had been sampled at another temperature.</summary>
    public static TrainingBatch At(double temperature, DecoderWeights weights, TrainingBatch batch) => batch with
    {
        Groups =
        [
            .. batch.Groups.Select(g => g with
            {
                Temperature = temperature,
                Samples = [.. g.Samples.Select(s => s with { Trajectory = s.Trajectory with { BehaviourLogProbs = [.. PlainLogProbs(weights, g.PromptTokens, s.Trajectory.Tokens, temperature)] } })],
            }),
        ],
    };

    public static float[] PlainLogProbs(DecoderWeights weights, ImmutableArray<int> prompt, ImmutableArray<int> tokens, double temperature = 1)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return Plain(weights, prompt, tokens, temperature).data<float>().ToArray();
    }

    /// <summary>Log-probabilities of the tokens by a forward over the whole sequence, nothing shared, [T].</summary>
    public static Tensor Plain(DecoderWeights weights, ImmutableArray<int> prompt, ImmutableArray<int> tokens, double temperature = 1)
    {
        long[] ids = [.. prompt.Concat(tokens).Select(id => (long)id)];
        var logits = Decoder.Logits(weights, tensor(ids, [1, ids.Length])).squeeze(0).to(ScalarType.Float32);
        var predicted = logits.narrow(0, prompt.Length - 1, tokens.Length).div(temperature).log_softmax(1);
        return predicted.gather(1, tensor(tokens.Select(id => (long)id).ToArray()).unsqueeze(1)).squeeze(1);
    }

    private static ScoredGroup Group(DecoderWeights weights, RandomStream random, int id, int samples, bool flat)
    {
        var prompt = Ids(random, random.Next(3, 20));
        var scored = Enumerable.Range(0, samples).Select(s =>
        {
            var tokens = Ids(random, random.Next(1, 12));
            // An observation in the middle of every third sample.
            var mask = tokens.Select((_, t) => s % 3 != 2 || t != tokens.Length / 2).ToImmutableArray();
            var level = flat ? 1.0 : random.Next(3);
            return new ScoredTrajectory(
                new Trajectory(tokens, [.. PlainLogProbs(weights, prompt, tokens)], mask, [.. tokens.Select(_ => new PolicyVersion(0))], StopReason.Length, ""),
                new RewardScore(level, s == 0 && !flat ? 0.25 : 0, 0, false, ImmutableSortedDictionary<string, double>.Empty));
        });
        return new ScoredGroup(new GroupId(id), 1, $"task-{id}", "test", prompt, [.. scored], "worker");
    }

    private static ImmutableArray<int> Ids(RandomStream random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(41))];
}
