using System.Collections.Immutable;
using ToolZero.Core.Data;
using ToolZero.Core.Randomness;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Configuration;
using ToolZero.Model.Decoding;
using ToolZero.Model.Generation;
using ToolZero.Model.Tests.Decoding;
using ToolZero.Model.Weights;
using static TorchSharp.torch;
using Generator = ToolZero.Model.Generation.Generator;

namespace ToolZero.Model.Tests.Generation;

public sealed class EngineSpecs
{
    private static readonly ModelConfig Config = TestModels.Config(vocabulary: 300);

    [SkippableTheory]
    [Trait("Category", "Golden")]
    [InlineData("qwen2-tied-f32")]
    [InlineData("qwen2-untied-bf16-sharded")]
    [InlineData("qwen3-f32")]
    public void Greedy_tokens_through_the_cache_are_those_of_the_reference(string model)
    {
        var folder = GoldenModels.Folder(model);
        using var weights = Checkpoint.Load(folder, ScalarType.Float32);
        var cases = GoldenModels.Cases(folder);
        // The reference does not stop at the end of sequence.
        using var engine = Engine(weights, config: weights.Config with { EndOfSequenceIds = [] });
        var groups = Generator.Run(engine, [.. cases.Select((c, i) => new GenerationRequest(
            new GroupId(i), [.. c.Input.Select(id => (int)id)], 2, SamplingSettings.Greedy(c.GreedyIds.Length), 1))]);
        for (var i = 0; i < cases.Count; i++)
        {
            foreach (var sample in groups[i].Samples)
            {
                Assert.Equal(cases[i].GreedyIds, sample.Tokens.Select(id => (long)id));
                for (var t = 0; t < sample.Tokens.Length; t++) Assert.Equal(cases[i].GreedyLogProbs[t], sample.BehaviourLogProbs[t], 2e-4);
            }
        }
    }

    [Theory]
    [InlineData(ModelFamily.Qwen2)]
    [InlineData(ModelFamily.Qwen3)]
    [InlineData(ModelFamily.Llama)]
    public void Behaviour_log_probs_are_what_the_learner_computes(ModelFamily family)
    {
        using var weights = DecoderWeights.Random(TestModels.Config(family, layers: 3, vocabulary: 300, bias: true), 5, 0.15);
        using var engine = Engine(weights, maxRows: 7);
        var requests = Requests(9, samples: 3, SamplingSettings.Policy(24) with { Temperature = 0.8, TopP = 0.95 });
        var groups = Generator.Run(engine, requests);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var tokens = new GroupedTokens([.. groups.Select(g => g.Prompt)], [.. groups.Select(g => g.Samples.Select(s => s.Tokens).ToList())]);
        var learner = (Decoder.GroupedLogits(weights, tokens) / 0.8).log_softmax(-1).gather(1, tokens.Targets.unsqueeze(1)).data<float>().ToArray();
        var behaviour = groups.SelectMany(g => g.Samples).SelectMany(s => s.BehaviourLogProbs).ToArray();
        Assert.Equal(learner.Length, behaviour.Length);
        for (var i = 0; i < learner.Length; i++) Assert.Equal(learner[i], behaviour[i], 1e-4);
    }

    [Fact]
    public void A_trajectory_does_not_depend_on_its_neighbours_or_on_the_number_of_rows()
    {
        using var weights = DecoderWeights.Random(Config, 5, 0.15);
        var requests = Requests(10, samples: 3, SamplingSettings.Policy(20));
        using var wide = Engine(weights, maxRows: 64);
        var together = Generator.Run(wide, requests);
        foreach (var rows in new[] { 1, 2, 5 })
        {
            using var narrow = Engine(weights, maxRows: rows);
            var apart = Generator.Run(narrow, [.. Enumerable.Reverse(requests)]).Reverse().ToList();
            for (var i = 0; i < together.Length; i++)
            {
                for (var s = 0; s < 3; s++) Assert.Equal(together[i].Samples[s].Tokens, apart[i].Samples[s].Tokens.AsEnumerable());
            }
        }
    }

    [Fact]
    public void Neighbours_with_other_settings_change_nothing()
    {
        using var weights = DecoderWeights.Random(Config, 6, 0.15);
        SamplingSettings[] kinds =
        [
            SamplingSettings.Policy(12), SamplingSettings.Greedy(12), SamplingSettings.Policy(12) with { TopK = 5 },
            SamplingSettings.Policy(12) with { TopP = 0.7, Temperature = 1.3 }, SamplingSettings.Policy(12) with { MinP = 0.2 },
        ];
        var requests = Requests(10, samples: 2, SamplingSettings.Policy(12)).Select((r, i) => r with { Sampling = kinds[i % kinds.Length] }).ToList();
        using var engine = Engine(weights, maxRows: 64);
        var together = Generator.Run(engine, requests);
        for (var i = 0; i < requests.Count; i++)
        {
            var alone = Generator.Run(engine, [requests[i]])[0];
            for (var s = 0; s < 2; s++) Assert.Equal(together[i].Samples[s].Tokens, alone.Samples[s].Tokens.AsEnumerable());
        }
    }

    [Fact]
    public void Work_is_admitted_as_rows_fall_free_and_completes_in_any_order()
    {
        using var weights = DecoderWeights.Random(Config, 5, 0.15);
        using var engine = Engine(weights, maxRows: 4, config: Config with { EndOfSequenceIds = [] });
        var random = new RandomStream(3);
        for (var i = 0; i < 6; i++) engine.Enqueue(Request(random, i, samples: 2, SamplingSettings.Policy(i == 0 ? 40 : 4)));
        Assert.Equal(0, engine.FreeRows);
        var order = new List<long>();
        while (engine.HasWork)
        {
            foreach (var group in engine.Step())
            {
                order.Add(group.Group.Value);
                Assert.All(group.Samples, s => Assert.Equal(StopReason.Length, s.Stop));
            }

            Assert.InRange(engine.ActiveRows, 0, 4);
        }

        Assert.Equal(0, order[^1]);
        Assert.Equal([0, 1, 2, 3, 4, 5], order.Order());
        Assert.Equal(4, engine.FreeRows);
    }

    [Fact]
    public void A_group_larger_than_the_engine_is_decoded_in_parts()
    {
        using var weights = DecoderWeights.Random(Config, 5, 0.15);
        var request = Requests(1, samples: 11, SamplingSettings.Policy(10))[0];
        using var small = Engine(weights, maxRows: 3);
        using var large = Engine(weights, maxRows: 16);
        var parts = Generator.Run(small, [request])[0];
        var whole = Generator.Run(large, [request])[0];
        for (var s = 0; s < 11; s++) Assert.Equal(whole.Samples[s].Tokens, parts.Samples[s].Tokens.AsEnumerable());
    }

    [Fact]
    public void Weights_are_swapped_between_steps_with_the_cache_kept_and_versions_marked()
    {
        var config = Config with { EndOfSequenceIds = [] };
        using var first = DecoderWeights.Random(config, 5, 0.15);
        using var second = DecoderWeights.Random(config, 99, 0.15);
        using var engine = Engine(first);
        var request = Requests(1, samples: 2, SamplingSettings.Policy(12))[0];
        engine.Enqueue(request);
        for (var i = 0; i < 4; i++) Assert.Empty(engine.Step());
        engine.UseWeights(second, new PolicyVersion(8));
        GeneratedGroup? mixed = null;
        while (engine.HasWork) mixed = engine.Step().SingleOrDefault() ?? mixed;
        using var pure = Engine(first);
        var old = Generator.Run(pure, [request])[0];
        for (var s = 0; s < 2; s++)
        {
            Assert.Equal(5, mixed!.Samples[s].Versions.Count(v => v == new PolicyVersion(0)));
            Assert.Equal(7, mixed.Samples[s].Versions.Count(v => v == new PolicyVersion(8)));
            Assert.Equal(old.Samples[s].Tokens[..5], mixed.Samples[s].Tokens[..5].AsEnumerable());
            Assert.NotEqual(old.Samples[s].Tokens[5..], mixed.Samples[s].Tokens[5..].AsEnumerable());
        }

        // The same weights under another version continue exactly: nothing of the cache was lost.
        engine.Enqueue(request);
        engine.UseWeights(first, new PolicyVersion(9));
        for (var i = 0; i < 4; i++) engine.Step();
        using var copy = first.Clone();
        engine.UseWeights(copy, new PolicyVersion(10));
        GeneratedGroup? same = null;
        while (engine.HasWork) same = engine.Step().SingleOrDefault() ?? same;
        for (var s = 0; s < 2; s++) Assert.Equal(old.Samples[s].Tokens, same!.Samples[s].Tokens.AsEnumerable());
    }

    [Fact]
    public void The_end_of_sequence_and_stop_sequences_end_a_completion()
    {
        using var weights = DecoderWeights.Random(Config, 5, 0.05);
        using var engine = Engine(weights, config: Config with { EndOfSequenceIds = [.. Enumerable.Range(0, 20)] });
        var sampling = SamplingSettings.Policy(200) with { StopSequences = ["e", "nt"] };
        var samples = Generator.Run(engine, Requests(6, samples: 8, sampling)).SelectMany(g => g.Samples).ToList();
        Assert.Contains(samples, s => s.Stop == StopReason.EndOfSequence);
        Assert.Contains(samples, s => s.Stop == StopReason.StopSequence);
        foreach (var sample in samples)
        {
            var holds = sample.Text.Contains('e', StringComparison.Ordinal) || sample.Text.Contains("nt", StringComparison.Ordinal);
            Assert.Equal(sample.Stop == StopReason.StopSequence, holds);
            Assert.Equal(sample.Stop == StopReason.EndOfSequence, sample.Tokens[^1] < 20);
            Assert.DoesNotContain(sample.Tokens[..^1], id => id < 20);
            Assert.Equal(TestTokenizer.Instance.Decode(sample.Tokens.Where(id => id >= 20).ToArray()), sample.Text);
            Assert.Equal(sample.Tokens.Length, sample.BehaviourLogProbs.Length);
            Assert.Equal(sample.Tokens.Length, sample.Versions.Length);
            Assert.All(sample.LossMask, Assert.True);
        }
    }

    [Fact]
    public void A_cancelled_group_leaves_no_trace()
    {
        using var weights = DecoderWeights.Random(Config, 5, 0.15);
        var requests = Requests(4, samples: 3, SamplingSettings.Policy(15));
        using var clean = Engine(weights, maxRows: 6);
        var expected = Generator.Run(clean, [requests[0], requests[2]]);
        using var engine = Engine(weights, maxRows: 6);
        foreach (var request in requests) engine.Enqueue(request);
        engine.Step();
        engine.Step();
        Assert.True(engine.Cancel(requests[1].Group));
        Assert.True(engine.Cancel(requests[3].Group));
        Assert.False(engine.Cancel(requests[3].Group));
        var done = new List<GeneratedGroup>();
        while (engine.HasWork) done.AddRange(engine.Step());
        Assert.Equal([0L, 2L], done.Select(g => g.Group.Value).Order());
        foreach (var (want, got) in expected.Zip(done.OrderBy(g => g.Group)))
        {
            for (var s = 0; s < 3; s++) Assert.Equal(want.Samples[s].Tokens, got.Samples[s].Tokens.AsEnumerable());
        }
    }

    [Fact]
    public void Requests_that_cannot_be_served_are_refused_by_name()
    {
        using var weights = DecoderWeights.Random(Config, 5);
        using var engine = new GenerationEngine(TestTokenizer.Instance, Config, new EngineSettings(4) { QueueLimit = 1 });
        var good = new GenerationRequest(new GroupId(1), [1, 2], 1, SamplingSettings.Policy(4), 1);
        Assert.Throws<InvalidOperationException>(() => engine.Step());
        Assert.Contains("512 positions", Assert.Throws<DataException>(() => engine.TryEnqueue(good with { Sampling = SamplingSettings.Policy(511) })).Message, StringComparison.Ordinal);
        Assert.Contains("id 300", Assert.Throws<DataException>(() => engine.TryEnqueue(good with { Prompt = [300] })).Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => engine.TryEnqueue(good with { Prompt = [] }));
        Assert.Throws<DataException>(() => engine.TryEnqueue(good with { Sampling = SamplingSettings.Policy(4) with { TopP = 0 } }));
        Assert.True(engine.TryEnqueue(good));
        Assert.False(engine.TryEnqueue(good with { Group = new GroupId(2) }));
        using var other = DecoderWeights.Random(TestModels.Config(layers: 3, vocabulary: 300), 5);
        Assert.Throws<ArgumentException>(() => engine.UseWeights(other, default));
    }

    [Fact]
    public void Diverged_weights_are_reported_and_not_sampled_from()
    {
        using var weights = DecoderWeights.Random(Config, 5);
        using var engine = Engine(weights);
        using (no_grad()) weights["model.norm.weight"].fill_(float.NaN);
        engine.UseWeights(weights, new PolicyVersion(1));
        engine.Enqueue(new GenerationRequest(new GroupId(1), [1, 2], 1, SamplingSettings.Policy(4), 1));
        Assert.Contains("diverged", Assert.Throws<InvalidOperationException>(() => engine.Step()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bfloat16_weights_are_decoded_in_bfloat16()
    {
        using var wide = DecoderWeights.Random(TestModels.Config(ModelFamily.Qwen3, vocabulary: 300, bias: true), 5, 0.1);
        using var weights = wide.To(ScalarType.BFloat16);
        using var engine = Engine(weights);
        var groups = Generator.Run(engine, Requests(3, samples: 2, SamplingSettings.Policy(10)));
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var tokens = new GroupedTokens([.. groups.Select(g => g.Prompt)], [.. groups.Select(g => g.Samples.Select(s => s.Tokens).ToList())]);
        var learner = Decoder.GroupedLogits(weights, tokens).to(ScalarType.Float32).log_softmax(-1).gather(1, tokens.Targets.unsqueeze(1)).data<float>().ToArray();
        var behaviour = groups.SelectMany(g => g.Samples).SelectMany(s => s.BehaviourLogProbs).ToArray();
        for (var i = 0; i < learner.Length; i++) Assert.Equal(learner[i], behaviour[i], 0.1);
    }

    internal static GenerationEngine Engine(DecoderWeights weights, int maxRows = 64, ModelConfig? config = null)
    {
        var engine = new GenerationEngine(TestTokenizer.Instance, config ?? weights.Config, new EngineSettings(maxRows));
        engine.UseWeights(weights, new PolicyVersion(0));
        return engine;
    }

    internal static List<GenerationRequest> Requests(int count, int samples, SamplingSettings sampling)
    {
        var random = new RandomStream(17);
        return [.. Enumerable.Range(0, count).Select(i => Request(random, i, samples, sampling))];
    }

    internal static GenerationRequest Request(RandomStream random, int group, int samples, SamplingSettings sampling) =>
        new(new GroupId(group), [.. Enumerable.Range(0, 1 + random.Next(70)).Select(_ => random.Next(300))], samples, sampling, Seed: 42);
}
