using ToolZero.Core.Advantages;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Training;
using ToolZero.Model.Weights;
using static TorchSharp.torch;

namespace ToolZero.Model.Tests.Training;

public sealed class PolicyMicroBatchSpecs
{
    [Theory]
    [InlineData(1)]
    [InlineData(0.8)]
    public void Gradients_of_shared_prompts_equal_those_of_whole_sequences_at_the_temperature_they_were_sampled_at(double temperature)
    {
        using var scope = NewDisposeScope();
        using var weights = TrainingCases.Weights();
        var batch = TrainingCases.At(temperature, weights, TrainingCases.Batch(weights, 11));
        weights.RequireGradients();
        foreach (var settings in new[] { PolicyLossSettings.Grpo, PolicyLossSettings.Dapo with { Old = OldPolicy.Behaviour }, PolicyLossSettings.Gspo(0.1, 0.1) })
        {
            AdvantageGroup[] groups = [.. batch.Groups.Select(g => new AdvantageGroup(g, GroupAdvantage.Normalised(GroupAdvantage.Rewards(g, 0.5))))];
            var normaliser = new LossNormaliser(20, groups.Sum(g => (long)g.TrainedTokens));
            var (shared, sums) = PolicyMicroBatch.Gradients(new WholeForward(weights), null, settings, CPU, groups, normaliser);

            var loss = groups.SelectMany(g => g.Group.Samples.Select((s, i) => Plain(weights, settings, g, s.Trajectory, g.Advantages[i], normaliser))).Aggregate((a, b) => a + b);
            var plain = autograd.grad([loss], [.. weights.Tensors]);
            for (var i = 0; i < shared.Length; i++)
            {
                var scale = plain[i].abs().max().item<float>();
                Assert.True((shared[i] - plain[i]).abs().max().item<float>() <= 1e-5 * scale + 1e-9, $"{settings.Objective} {weights.Names[i]}");
                shared[i].Dispose();
            }

            Assert.Equal(loss.item<float>(), sums.Loss, 1e-6);
            Assert.InRange(sums.DifferenceMax, 0, 1e-5);
        }
    }

    private static Tensor Plain(DecoderWeights weights, PolicyLossSettings settings, AdvantageGroup group, Trajectory sample, double advantage, LossNormaliser normaliser)
    {
        var current = TrainingCases.Plain(weights, group.Group.PromptTokens, sample.Tokens, group.Group.Temperature).unsqueeze(0);
        var behaviour = tensor(sample.BehaviourLogProbs.ToArray()).unsqueeze(0);
        var mask = tensor(sample.LossMask.Select(m => m ? 1f : 0f).ToArray()).unsqueeze(0);
        var old = settings.Old == OldPolicy.Behaviour ? behaviour : current.detach();
        return PolicyLoss.Compute(settings, new PolicyLossInputs(current, old, behaviour, mask, tensor(new[] { (float)advantage })), normaliser).Loss;
    }
}
