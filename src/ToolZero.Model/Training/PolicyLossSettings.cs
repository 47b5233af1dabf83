using ToolZero.Core.Rollouts;

namespace ToolZero.Model.Training;

/// <summary>What is maximised for one token.</summary>
public enum PolicyObjective
{
    /// <summary>min(ratio·A, clip(ratio)·A) with the ratio of the token (PPO, Schulman et al. 2017, Eq. 7).</summary>
    Clip = 0,

    /// <summary>The same with the geometric mean of the sequence's ratios in every token's place (GSPO, Zheng et al. 2025, Eqs. 5 and 7).</summary>
    SequenceClip = 1,

    /// <summary>A·log π weighted by the clipped ratio, through which no gradient flows: no token is dropped (CISPO, MiniMax-M1 2025, Eq. 4).</summary>
    ClippedWeight = 2,
}

/// <summary>How per-token losses become one number.</summary>
public enum LossAggregation
{
    /// <summary>Mean over the trained tokens of a sequence, then over sequences (GRPO).</summary>
    SequenceMean = 0,

    /// <summary>Mean over all trained tokens of the batch (DAPO).</summary>
    TokenMean = 1,

    /// <summary>Sum over tokens, divided by sequences × a constant length (Dr. GRPO): length has no influence.</summary>
    Constant = 2,
}

/// <summary>Against which policy the importance ratio is taken.</summary>
public enum OldPolicy
{
    /// <summary>
    /// The policy at the start of this step, recomputed by the learner (old = new, detached): the ratio is 1 and its gradient is that of the plain
    /// policy gradient. Right for synchronous training with one update per batch, where it is also immune to small numerical differences between
    /// engine and learner; with stale data combine it with <see cref="PolicyLossSettings.TruncatedImportance"/> (decoupled PPO: behaviour,
    /// proximal and current policy kept apart).
    /// </summary>
    Recomputed = 0,

    /// <summary>
    /// The policies that sampled the tokens, by their recorded log-probabilities: the clip bounds how far a stale token may pull, and
    /// <see cref="PolicyLossSettings.TruncatedImportance"/> weighs nothing, as old and behaviour policy are the same.
    /// </summary>
    Behaviour = 1,
}

/// <summary>How the distance to the reference policy is estimated from one token (Schulman, "Approximating KL divergence", 2020).</summary>
public enum KlEstimator
{
    /// <summary>
    /// log π_current − log π_reference: unbiased as a value, yet the mean of its gradient over the policy's own samples is 0; it steers only off-policy data. Offered
    /// because other trainers do, and to be compared with.
    /// </summary>
    K1 = 0,

    /// <summary>r − 1 − log r with r = π_reference / π_current: never negative, low variance, the usual penalty (DeepSeekMath, Eq. 4).</summary>
    K3 = 1,
}

/// <summary>Which policy loss, and its constants. The named ones are the published recipes' loss parts; their advantages are chosen apart.</summary>
/// <param name="Objective">What is maximised for one token.</param>
/// <param name="Aggregation">How tokens become one number.</param>
/// <param name="ClipLow">The ratio is clipped below at 1 − ClipLow.</param>
/// <param name="ClipHigh">The ratio is clipped above at 1 + ClipHigh.</param>
/// <param name="ConstantLength">Length of <see cref="LossAggregation.Constant"/>.</param>
/// <param name="TruncatedImportance">C of the weight min(π_old / π_behaviour, C) on every token; 0 for none.</param>
/// <param name="KlWeight">Weight of the estimate of KL(current ‖ reference) added to every token; 0 for none.</param>
/// <param name="Old">The policy of the ratio's denominator.</param>
/// <param name="Kl">How KL is estimated.</param>
/// <param name="EntropyBonus">Weight of the entropy of the next-token distribution, in nats, subtracted from every token's loss; 0 for none.</param>
public sealed record PolicyLossSettings(
    PolicyObjective Objective = PolicyObjective.Clip,
    LossAggregation Aggregation = LossAggregation.SequenceMean,
    double ClipLow = 0.2,
    double ClipHigh = 0.2,
    double ConstantLength = 0,
    double TruncatedImportance = 0,
    double KlWeight = 0,
    OldPolicy Old = OldPolicy.Recomputed,
    KlEstimator Kl = KlEstimator.K3,
    double EntropyBonus = 0)
{
    /// <summary>A token without an advantage has a gradient too.</summary>
    public bool HasOwnGradient => KlWeight > 0 || EntropyBonus > 0;

    /// <summary>The same with the bounds that a batch was journalled with.</summary>
    public PolicyLossSettings Within(UpdateBounds bounds) =>
        this with { ClipLow = bounds.ClipLow, ClipHigh = bounds.ClipHigh, TruncatedImportance = bounds.TruncatedImportance };

    /// <summary>GRPO as Tool-Zero uses it: both sides 0.2, sequence mean, no KL.</summary>
    public static PolicyLossSettings Grpo { get; } = new();

    /// <summary>DAPO: a higher upper clip and the token mean.</summary>
    public static PolicyLossSettings Dapo { get; } = new(Aggregation: LossAggregation.TokenMean, ClipHigh: 0.28);

    /// <summary>Dr. GRPO: a constant length in place of the sequence's own.</summary>
    public static PolicyLossSettings DrGrpo(double constantLength) => new(Aggregation: LossAggregation.Constant, ConstantLength: constantLength);

    /// <summary>GSPO: ratios of whole sequences, hence narrow clips.</summary>
    public static PolicyLossSettings Gspo(double clipLow, double clipHigh) => new(PolicyObjective.SequenceClip, ClipLow: clipLow, ClipHigh: clipHigh);

    /// <summary>CISPO: clipped weights, no lower bound.</summary>
    public static PolicyLossSettings Cispo(double clipHigh) =>
        new(PolicyObjective.ClippedWeight, LossAggregation.TokenMean, ClipLow: 1, ClipHigh: clipHigh);
}
