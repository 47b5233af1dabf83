using ToolZero.Core.Advantages;
using ToolZero.Model.Adapters;
using ToolZero.Model.Configuration;
using ToolZero.Model.Decoding;
using ToolZero.Model.Tests.Training;
using ToolZero.Model.Training;
using ToolZero.Model.Weights;
using static TorchSharp.torch;

namespace ToolZero.Model.Tests.Adapters;

public sealed class AdapterForwardSpecs
{
    private static readonly ModelConfig[] Shapes =
    [
        TrainingCases.Config,
        TrainingCases.Config with { Family = ModelFamily.Qwen2, AttentionBias = false },
        TrainingCases.Config with { Family = ModelFamily.Llama, AttentionBias = false, TiedEmbeddings = false },
    ];

    [Fact]
    public void Fresh_adapters_change_nothing()
    {
        using var scope = NewDisposeScope();
        using var weights = TrainingCases.Weights();
        using var adapters = AdapterWeights.Create(weights.Config, AdapterCases.Settings, 1);
        using var again = AdapterWeights.Create(weights.Config, AdapterCases.Settings, 1);
        Assert.Equal(adapters.Sha256(), again.Sha256());
        Assert.Equal(0, Difference(Decoder.Logits(weights, Ids), Decoder.Logits(weights, adapters, Ids)));
        using var merged = AdapterMerge.Merge(weights, adapters);
        Assert.Equal(weights.Sha256(), merged.Sha256());
    }

    [Fact]
    public void Merged_weights_give_the_logits_of_base_and_adapters_for_every_family_and_any_targets()
    {
        using var scope = NewDisposeScope();
        foreach (var config in Shapes)
        {
            using var weights = DecoderWeights.Random(config, 5, 0.2);
            foreach (var targets in AdapterSettings.AllTargets.Select(t => new[] { t }).Append([.. AdapterSettings.AllTargets]).Append(["v_proj", "up_proj"]))
            {
                using var adapters = AdapterCases.Random(config, AdapterSettings.Of(3, 6, targets));
                using var merged = AdapterMerge.Merge(weights, adapters);
                var (plain, adapted) = (Decoder.Logits(weights, Ids), Decoder.Logits(weights, adapters, Ids));
                Assert.InRange(Difference(Decoder.Logits(merged, Ids), adapted), 0, 2e-5);
                Assert.True(Difference(plain, adapted) > 1e-3, string.Join(", ", targets));
                Assert.Equal(config.Layers * targets.Length, weights.Names.Count(n => Difference(weights[n], merged[n]) > 0));
            }
        }
    }

    [Fact]
    public void Adapters_of_full_rank_are_any_change_of_the_weights_and_have_its_gradient()
    {
        using var scope = NewDisposeScope();
        using var weights = TrainingCases.Weights();
        using var other = TrainingCases.Weights(6);
        // A = 1 and alpha = rank: B is the change of the matrix itself. All these have 32 inputs.
        var settings = AdapterSettings.Of(32, 32, ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj"]);
        using var adapters = AdapterWeights.Create(weights.Config, settings, 1);
        foreach (var module in AdapterLayout.Modules(weights.Config, settings))
        {
            AdapterCases.Fill(adapters[module.A], i => i / 32 == i % 32 ? 1 : 0);
            adapters[module.B].copy_(other[module.Weight] - weights[module.Weight]);
        }

        using var merged = AdapterMerge.Merge(weights, adapters);
        Assert.All(AdapterLayout.Modules(weights.Config, settings), m => Assert.InRange(Difference(other[m.Weight], merged[m.Weight]), 0, 1e-6));

        var (full, low) = (Gradients(new WholeForward(Leaves(merged))), Gradients(Adapted(weights, Leaves(adapters))));
        foreach (var module in AdapterLayout.Modules(weights.Config, settings)) AssertClose(full[merged.Names.ToList().IndexOf(module.Weight)], low[adapters.Names.ToList().IndexOf(module.B)], module.B);
    }

    [Fact]
    public void Gradients_of_adapters_are_those_of_the_merged_weights_by_the_chain_rule()
    {
        using var scope = NewDisposeScope();
        using var weights = TrainingCases.Weights();
        using var adapters = AdapterCases.Random();
        using var merged = AdapterMerge.Merge(weights, adapters);
        var (full, low) = (Gradients(new WholeForward(Leaves(merged))), Gradients(Adapted(weights, Leaves(adapters))));
        foreach (var module in AdapterLayout.Modules(weights.Config, adapters.Settings))
        {
            var whole = full[merged.Names.ToList().IndexOf(module.Weight)] * adapters.Settings.Scale;
            AssertClose(whole.mm(adapters[module.A].t()), low[adapters.Names.ToList().IndexOf(module.B)], module.B);
            AssertClose(adapters[module.B].t().mm(whole), low[adapters.Names.ToList().IndexOf(module.A)], module.A);
        }
    }

    private static Tensor Ids => tensor(Enumerable.Range(0, 24).Select(i => (long)(7 * i % 41)).ToArray(), [2, 12]);

    private static T Leaves<T>(T weights)
        where T : TensorSet
    {
        var leaves = (T)weights.Share();
        leaves.RequireGradients();
        return leaves;
    }

    private static AdapterForward Adapted(DecoderWeights weights, AdapterWeights leaves) => new(weights, FusedWeights.ForInference(weights), leaves);

    private static Tensor[] Gradients(PolicyForward policy)
    {
        using var weights = TrainingCases.Weights();
        AdvantageGroup[] groups = [.. TrainingCases.Batch(weights, 11).Groups.Select(g => new AdvantageGroup(g, GroupAdvantage.Normalised(GroupAdvantage.Rewards(g, 0.5))))];
        var normaliser = new LossNormaliser(20, groups.Sum(g => (long)g.TrainedTokens));
        return PolicyMicroBatch.Gradients(policy, null, PolicyLossSettings.Grpo, CPU, groups, normaliser).Gradients;
    }

    private static float Difference(Tensor a, Tensor b) => (a.detach() - b.detach()).abs().max().item<float>();

    private static void AssertClose(Tensor expected, Tensor actual, string name)
    {
        var scale = expected.abs().max().item<float>();
        Assert.True(scale > 0, name);
        Assert.True(Difference(expected, actual) <= 1e-4 * scale + 1e-8, $"{name}: {Difference(expected, actual)} of {scale}");
    }
}
