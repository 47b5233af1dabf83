using System.Collections.Immutable;
using ToolZero.Core.Randomness;
using ToolZero.Model.Configuration;
using ToolZero.Model.Decoding;
using ToolZero.Model.Weights;
using static TorchSharp.torch;

namespace ToolZero.Model.Tests.Decoding;

public sealed class GroupedForwardSpecs
{
    [Theory]
    [InlineData(ModelFamily.Qwen2, true)]
    [InlineData(ModelFamily.Qwen3, false)]
    [InlineData(ModelFamily.Llama, true)]
    public void Grouped_logits_and_gradients_equal_those_of_separate_sequences(ModelFamily family, bool tied)
    {
        var config = TestModels.Config(family, layers: 3, tied: tied, bias: true);
        using var weights = DecoderWeights.Random(config, 7, 0.2);
        weights.RequireGradients();
        var random = new RandomStream(11);
        ImmutableArray<ImmutableArray<int>> prompts = [Ids(random, 5), Ids(random, 1), Ids(random, 12)];
        IReadOnlyList<IReadOnlyList<ImmutableArray<int>>> samples =
        [
            [Ids(random, 4), Ids(random, 9), Ids(random, 1)],
            [Ids(random, 3), []],
            [Ids(random, 2), Ids(random, 6), Ids(random, 6)],
        ];
        using var scope = NewDisposeScope();
        using var grouped = new GroupedTokens(prompts, samples);
        var together = Decoder.GroupedLogits(weights, grouped);
        Assert.Equal([grouped.TokenCount, config.VocabSize], together.shape);

        var separate = new List<Tensor>();
        for (var p = 0; p < prompts.Length; p++)
        {
            foreach (var sample in samples[p])
            {
                if (sample.Length == 0) continue;
                var row = prompts[p].Concat(sample).Select(id => (long)id).ToArray();
                separate.Add(Decoder.Logits(weights, tensor(row, [1, row.Length]))[0].narrow(0, prompts[p].Length - 1, sample.Length));
            }
        }

        var apart = cat(separate.ToArray(), 0);
        Assert.True((together - apart).abs().max().item<float>() < 1e-4);

        var weight = tensor(Enumerable.Range(0, (int)apart.NumberOfElements).Select(i => MathF.Sin(i)).ToArray(), apart.shape);
        var parameters = weights.Tensors.ToArray();
        var one = autograd.grad([(together.log_softmax(-1) * weight).sum()], parameters);
        var two = autograd.grad([(apart.log_softmax(-1) * weight).sum()], parameters);
        for (var i = 0; i < parameters.Length; i++)
        {
            var scale = 1 + two[i].abs().max().item<float>();
            Assert.True((one[i] - two[i]).abs().max().item<float>() < 2e-4 * scale, weights.Names[i]);
        }
    }

    [Fact]
    public void Targets_and_offsets_follow_the_samples()
    {
        using var grouped = new GroupedTokens([[1, 2], [3]], [[[4, 5], [6]], [[7]]]);
        Assert.Equal([4L, 5, 6, 7], grouped.Targets.data<long>().ToArray());
        Assert.Equal<int>([0, 2, 3, 4, 4], grouped.Offsets);
        Assert.Equal<int>([2, 1, 1, 0], grouped.ContinuationLengths);
    }

    [Fact]
    public void Single_token_continuations_need_no_continuation_forward()
    {
        using var weights = DecoderWeights.Random(TestModels.Config(), 3);
        using var grouped = new GroupedTokens([[1, 2, 3]], [[[4], [5]]]);
        using var logits = Decoder.GroupedLogits(weights, grouped);
        Assert.Equal([2L, 96], logits.shape);
    }

    private static ImmutableArray<int> Ids(RandomStream random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(96))];
}
