using System.Collections.Immutable;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Decoding;
using ToolZero.Model.Training.Objectives;
using static TorchSharp.torch;

namespace ToolZero.Model.Training;

/// <summary>A group with the advantages of its samples.</summary>
internal sealed record AdvantageGroup(ScoredGroup Group, double[] Advantages)
{
    public GroupSize Size { get; } = new(Group.PromptTokens.Length, Group.Samples.Length, Group.Samples.Max(s => s.Trajectory.Tokens.Length));

    public int TrainedTokens { get; } = Group.Samples.Sum(s => s.Trajectory.LossMask.Count(trained => trained));
}

/// <summary>Sums over the trained tokens of a micro-batch; they add up over micro-batches (maxima apart).</summary>
internal readonly record struct PolicySums(
    double Loss, double Entropy, double Clipped, double K1, double K3, double Difference, double DifferenceMax, double RatioMax, double Reference, long Tokens, long Processed)
{
    public PolicySums Add(PolicySums other) => new(
        Loss + other.Loss, Entropy + other.Entropy, Clipped + other.Clipped, K1 + other.K1, K3 + other.K3, Difference + other.Difference,
        Math.Max(DifferenceMax, other.DifferenceMax), Math.Max(RatioMax, other.RatioMax), Reference + other.Reference, Tokens + other.Tokens, Processed + other.Processed);
}

/// <summary>Forward, loss and gradients of some whole groups, each prompt computed once.</summary>
internal static class PolicyMicroBatch
{
    /// <summary>Gradients in the canonical order of what is trained, outside of every dispose scope, and the sums for the report.</summary>
    public static (Tensor[] Gradients, PolicySums Sums) Gradients(
        PolicyForward policy, PolicyForward? reference, PolicyLossSettings settings, Device device, IReadOnlyList<AdvantageGroup> groups, LossNormaliser normaliser)
    {
        using var scope = NewDisposeScope();
        using var enabled = set_grad_enabled(true);
        using var tokens = new GroupedTokens(
            [.. groups.Select(g => g.Group.PromptTokens)],
            [.. groups.Select(g => (IReadOnlyList<ImmutableArray<int>>)[.. g.Group.Samples.Select(s => s.Trajectory.Tokens)])],
            device);
        var layout = new Layout(groups, tokens);

        var logProbs = LogProbs(policy, tokens, layout);
        var chosen = logProbs.gather(1, tokens.Targets.unsqueeze(1)).squeeze(1);
        var current = layout.Spread(chosen);
        var old = settings.Old == OldPolicy.Recomputed ? current.detach() : layout.Behaviour;
        var inputs = new PolicyLossInputs(
            current,
            old,
            layout.Behaviour,
            layout.Mask,
            layout.Advantages,
            settings.KlWeight > 0 ? Reference(reference, tokens, layout) : null,
            settings.EntropyBonus > 0 ? Entropies(logProbs, layout) : null);
        var result = PolicyLoss.Compute(settings, inputs, normaliser);
        var gradients = autograd.grad([result.Loss], [.. policy.Trained]);

        using var noGrad = no_grad();
        var entropies = inputs.Entropies?.detach() ?? Entropies(logProbs, layout);
        var difference = (current - layout.Behaviour) * layout.Mask;
        var magnitude = difference.abs();
        var sums = stack(
        [
            result.Loss,
            (entropies * layout.Mask).sum(),
            result.Clipped.sum(),
            -difference.sum(),
            (difference.exp() - 1 - difference).sum(),
            magnitude.sum(),
            magnitude.max(),
            (result.Ratio * layout.Mask).max(),
            inputs.ReferenceLogProbs is { } kept ? (KlPenalty.Of(KlEstimator.K3, current, kept) * layout.Mask).sum() : zeros_like(result.Loss),
        ]).cpu().data<float>().ToArray();
        long processed = tokens.Groups * (tokens.PrefixLength + (long)tokens.Samples * Math.Max(0, tokens.ContinuationLength - 1));
        return (
            [.. gradients.Select(g => g.DetachFromDisposeScope())],
            new PolicySums(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6], sums[7], sums[8], groups.Sum(g => (long)g.TrainedTokens), processed));
    }

    /// <summary>[M, V], of the distribution that was sampled from: at the temperature of each group.</summary>
    private static Tensor LogProbs(PolicyForward policy, GroupedTokens tokens, Layout layout)
    {
        var logits = policy.Logits(tokens).to(ScalarType.Float32);
        return (layout.Temperatures is { } temperatures ? logits / temperatures : logits).log_softmax(1);
    }

    private static Tensor Entropies(Tensor logProbs, Layout layout) => layout.Spread(-(logProbs.exp() * logProbs).sum(1));

    private static Tensor Reference(PolicyForward? reference, GroupedTokens tokens, Layout layout)
    {
        if (reference is null) throw new InvalidOperationException("a loss with KL weight needs reference weights: give them to the trainer");
        using var noGrad = no_grad();
        return layout.Spread(LogProbs(reference, tokens, layout).gather(1, tokens.Targets.unsqueeze(1)).squeeze(1));
    }

    /// <summary>Where the M continuation tokens lie in the rectangle [B, T] of sequences, and what is known of them.</summary>
    private sealed class Layout
    {
        private readonly long _rows;
        private readonly long _length;
        private readonly Tensor _places;

        public Layout(IReadOnlyList<AdvantageGroup> groups, GroupedTokens tokens)
        {
            (_rows, _length) = ((long)tokens.Groups * tokens.Samples, tokens.ContinuationLength);
            var behaviour = new float[_rows * _length];
            var mask = new float[_rows * _length];
            var advantages = new float[_rows];
            var places = new long[tokens.TokenCount];
            var temperatures = new float[tokens.TokenCount];
            for (var p = 0; p < groups.Count; p++)
            {
                var samples = groups[p].Group.Samples;
                var temperature = groups[p].Group.Temperature is > 0 and var drawn ? (float)drawn : 1;
                for (var s = 0; s < samples.Length; s++)
                {
                    var row = p * tokens.Samples + s;
                    var trajectory = samples[s].Trajectory;
                    advantages[row] = (float)groups[p].Advantages[s];
                    for (var t = 0; t < trajectory.Tokens.Length; t++)
                    {
                        var place = row * _length + t;
                        places[tokens.Offsets[row] + t] = place;
                        temperatures[tokens.Offsets[row] + t] = temperature;
                        behaviour[place] = trajectory.BehaviourLogProbs[t];
                        mask[place] = trajectory.LossMask[t] ? 1 : 0;
                    }
                }
            }

            var device = tokens.Targets.device;
            _places = tensor(places).to(device);
            Behaviour = tensor(behaviour, [_rows, _length]).to(device);
            Mask = tensor(mask, [_rows, _length]).to(device);
            Advantages = tensor(advantages).to(device);
            Temperatures = temperatures.All(t => t == 1) ? null : tensor(temperatures, [temperatures.Length, 1]).to(device);
        }

        /// <summary>[B, T], 0 on padding.</summary>
        public Tensor Behaviour { get; }

        /// <summary>[B, T], 1 on trained tokens.</summary>
        public Tensor Mask { get; }

        /// <summary>[B].</summary>
        public Tensor Advantages { get; }

        /// <summary>[M, 1]; null when all are 1.</summary>
        public Tensor? Temperatures { get; }

        /// <summary>[M] to [B, T], 0 on padding; gradients flow back.</summary>
        public Tensor Spread(Tensor values) =>
            zeros(_rows * _length, ScalarType.Float32, values.device).index_add(0, _places, values, 1).view(_rows, _length);
    }
}
