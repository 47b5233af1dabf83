namespace ToolZero.Core.Metrics;

/// <summary>What one policy update reports.</summary>
/// <param name="Loss">Policy loss.</param>
/// <param name="GradientNorm">Global L2 norm before clipping.</param>
/// <param name="Entropy">Mean entropy of the next-token distribution, in nats; NaN when no token was computed.</param>
/// <param name="ClipFraction">Share of tokens whose clipped branch is the smaller.</param>
/// <param name="KlK1">k1 estimate of KL(behaviour ‖ current): mean of −log ratio, in nats.</param>
/// <param name="KlK3">k3 estimate: mean of ratio − 1 − log ratio, in nats; never negative.</param>
/// <param name="RatioMaximum">Greatest importance ratio.</param>
/// <param name="LogProbDifferenceMaximum">Greatest |log-probability by rollout − by learner| under one version: must stay near 0.</param>
/// <param name="LearningRate">Rate of this step.</param>
/// <param name="TrainedTokens">Tokens that a gradient was computed for.</param>
public sealed record UpdateStatistics(
    double Loss,
    double GradientNorm,
    double Entropy,
    double ClipFraction,
    double KlK1,
    double KlK3,
    double RatioMaximum,
    double LogProbDifferenceMaximum,
    double LearningRate,
    long TrainedTokens)
{
    /// <summary>k3 estimate of KL(current ‖ reference), in nats; 0 without a reference.</summary>
    public double KlReference { get; init; }
}
