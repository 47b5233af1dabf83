using static TorchSharp.torch;

namespace ToolZero.Model.Training;

/// <summary>
/// The tensors of a policy loss. B sequences, T positions; positions outside the mask may hold any finite number.
/// </summary>
/// <param name="NewLogProbs">[B, T] log π_current of each id; the only tensor that gradients flow into.</param>
/// <param name="OldLogProbs">[B, T] log π_old, the denominator of the ratio.</param>
/// <param name="BehaviourLogProbs">[B, T] log π_behaviour, recorded when the id was sampled.</param>
/// <param name="Mask">[B, T] 1 on trained tokens, 0 on padding and observations, in the dtype of the log-probabilities.</param>
/// <param name="Advantages">[B] one advantage for each sequence.</param>
/// <param name="ReferenceLogProbs">[B, T] log π_reference, needed when the settings weigh KL.</param>
/// <param name="Entropies">[B, T] entropy of the next-token distribution in nats, with its graph; needed when the settings have an entropy bonus.</param>
public sealed record PolicyLossInputs(
    Tensor NewLogProbs,
    Tensor OldLogProbs,
    Tensor BehaviourLogProbs,
    Tensor Mask,
    Tensor Advantages,
    Tensor? ReferenceLogProbs = null,
    Tensor? Entropies = null);

/// <summary>Size of the whole batch, of which the tensors may be a part: losses of the parts then add up to the loss of the whole.</summary>
public readonly record struct LossNormaliser(long Sequences, long Tokens);

/// <param name="Loss">Scalar to be minimised, with its graph.</param>
/// <param name="TokenLoss">[B, T] loss of each token before aggregation, detached.</param>
/// <param name="Ratio">[B, T] importance ratio, detached.</param>
/// <param name="Clipped">[B, T] 1 where the clipped branch is the smaller one (for <see cref="PolicyObjective.ClippedWeight"/>: where clipping changed the ratio).</param>
public sealed record PolicyLossResult(Tensor Loss, Tensor TokenLoss, Tensor Ratio, Tensor Clipped);

/// <summary>
/// The policy loss, a pure function of tensors. In: the clipped surrogate of GRPO (DeepSeekMath, Eq. 3; Tool-Zero, Eq. 1), the other objectives and
/// aggregations of <see cref="PolicyLossSettings"/>, truncated importance sampling, the KL penalty, the entropy bonus. Out: value function.
/// </summary>
public static class PolicyLoss
{
    /// <summary>The loss of the given sequences as a part of the batch that <paramref name="normaliser"/> describes.</summary>
    public static PolicyLossResult Compute(PolicyLossSettings settings, PolicyLossInputs inputs, LossNormaliser normaliser)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(inputs);
        var (current, old, behaviour, mask, _, reference, entropies) = inputs;
        var advantages = inputs.Advantages.unsqueeze(1);
        var lengths = mask.sum(1, true).clamp_min(1);

        var logRatio = (current - old) * mask;
        if (settings.Objective == PolicyObjective.SequenceClip) logRatio = (logRatio.sum(1, true) / lengths).expand(logRatio.shape);
        var ratio = logRatio.exp();
        var bounded = ratio.clamp(1 - settings.ClipLow, 1 + settings.ClipHigh);

        Tensor gain, clipped;
        if (settings.Objective == PolicyObjective.ClippedWeight)
        {
            gain = bounded.detach() * advantages * current;
            clipped = bounded.ne(ratio);
        }
        else
        {
            var free = ratio * advantages;
            var held = bounded * advantages;
            gain = minimum(free, held);
            clipped = held.lt(free);
        }

        var loss = -gain;
        if (settings.TruncatedImportance > 0) loss = loss * (old - behaviour).detach().exp().clamp_max(settings.TruncatedImportance);
        if (settings.KlWeight > 0)
        {
            var difference = (reference ?? throw new ArgumentException("a loss with KL weight needs reference log-probabilities", nameof(inputs))) - current;
            loss = loss + settings.KlWeight * (settings.Kl == KlEstimator.K1 ? -difference : difference.exp() - difference - 1);
        }

        if (settings.EntropyBonus > 0)
            loss = loss - settings.EntropyBonus * (entropies ?? throw new ArgumentException("a loss with an entropy bonus needs entropies", nameof(inputs)));

        // One weight for each token expresses every aggregation, and lets the parts of a batch add up.
        var weights = settings.Aggregation switch
        {
            LossAggregation.SequenceMean => mask / lengths / normaliser.Sequences,
            LossAggregation.TokenMean => mask / Math.Max(1, normaliser.Tokens),
            LossAggregation.Constant => mask / (normaliser.Sequences * settings.ConstantLength),
            _ => throw new InvalidOperationException($"unknown aggregation {settings.Aggregation}"),
        };
        return new PolicyLossResult((loss * weights).sum(), loss.detach(), ratio.detach(), clipped.to(mask.dtype) * mask);
    }
}
