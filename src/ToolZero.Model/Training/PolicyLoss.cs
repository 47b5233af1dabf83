using ToolZero.Model.Training.Objectives;
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
/// The policy loss, a pure function of tensors, composed of the classes in Objectives: an objective (the clipped surrogate of GRPO, DeepSeekMath, Eq. 3,
/// is Tool-Zero's Eq. 1) and an aggregation, as <see cref="PolicyLossSettings"/> say, with truncated importance sampling, KL penalty and entropy bonus where
/// they are asked for. Left out: a value function.
/// </summary>
public static class PolicyLoss
{
    private static readonly ClippedSurrogate Clip = new();
    private static readonly SequenceSurrogate SequenceClip = new();
    private static readonly ClippedWeight Weight = new();
    private static readonly SequenceMean BySequence = new();
    private static readonly TokenMean ByToken = new();

    /// <summary>The loss of the given sequences as a part of the batch that <paramref name="normaliser"/> describes.</summary>
    public static PolicyLossResult Compute(PolicyLossSettings settings, PolicyLossInputs inputs, LossNormaliser normaliser)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(inputs);
        var (current, old, behaviour, mask, _, reference, entropies) = inputs;
        var lengths = mask.sum(1, true).clamp_min(1);
        var (gain, ratio, clipped) = Of(settings.Objective).Of(
            new ObjectiveInputs(current, (current - old) * mask, lengths, inputs.Advantages.unsqueeze(1)), settings.ClipLow, settings.ClipHigh);

        var loss = -gain;
        if (settings.TruncatedImportance > 0) loss = loss * (old - behaviour).detach().exp().clamp_max(settings.TruncatedImportance);
        if (settings.KlWeight > 0)
        {
            // What was read may be as unlikely as it likes: infinity times a weight of 0 is no number.
            var kept = where(mask.gt(0), reference ?? throw new ArgumentException("a loss with KL weight needs reference log-probabilities", nameof(inputs)), current.detach());
            loss = loss + settings.KlWeight * KlPenalty.Of(settings.Kl, current, kept);
        }

        if (settings.EntropyBonus > 0)
            loss = loss - settings.EntropyBonus * (entropies ?? throw new ArgumentException("a loss with an entropy bonus needs entropies", nameof(inputs)));
        var weights = Of(settings).Weights(mask, lengths, normaliser);
        return new PolicyLossResult((loss * weights).sum(), loss.detach(), ratio.detach(), clipped.to(mask.dtype) * mask);
    }

    private static IPolicyObjective Of(PolicyObjective objective) => objective switch
    {
        PolicyObjective.Clip => Clip,
        PolicyObjective.SequenceClip => SequenceClip,
        PolicyObjective.ClippedWeight => Weight,
        _ => throw new InvalidOperationException($"unknown objective {objective}"),
    };

    private static ILossAggregation Of(PolicyLossSettings settings) => settings.Aggregation switch
    {
        LossAggregation.SequenceMean => BySequence,
        LossAggregation.TokenMean => ByToken,
        LossAggregation.Constant => new ConstantLength(settings.ConstantLength),
        _ => throw new InvalidOperationException($"unknown aggregation {settings.Aggregation}"),
    };
}
