namespace ToolZero.Model.Training;

/// <summary>
/// What one optimiser step did. Per-token means are over the tokens the step computed, that is the trained tokens of all groups but those skipped because all
/// their advantages are 0; without any the entropy is NaN, the others 0.
/// </summary>
/// <param name="Step">The batch's step t.</param>
/// <param name="Updated">False when the gradient was not finite: weights and optimiser are as before.</param>
/// <param name="Loss">Loss of the whole batch; skipped groups contribute 0 and count in the denominator.</param>
/// <param name="GradientNorm">Global norm before clipping.</param>
/// <param name="LearningRate">Rate of this step.</param>
/// <param name="Entropy">Mean entropy of the current policy, nats per token.</param>
/// <param name="ClipFraction">Share of tokens where the clipped branch is the smaller one.</param>
/// <param name="KlK1">Mean of log π_behaviour − log π_current: unbiased estimate of KL(behaviour ‖ current), nats per token.</param>
/// <param name="KlK3">Mean of ratio − 1 − log ratio, never negative: the low-variance estimate of the same.</param>
/// <param name="RatioMax">Largest importance ratio of the loss.</param>
/// <param name="LogProbDifferenceMax">Largest |log π_current − log π_behaviour|: with fresh samples the numerical gap between engine and learner.</param>
/// <param name="LogProbDifferenceMean">Mean of the same.</param>
/// <param name="RewardMean">Mean total reward over all samples of the batch.</param>
/// <param name="AdvantageMean">Mean of |advantage| over all samples of the batch.</param>
/// <param name="Groups">Groups of the batch.</param>
/// <param name="ZeroVarianceGroups">Groups whose advantages are all 0: nothing to learn from.</param>
/// <param name="TokensTrained">Tokens that a gradient was computed for.</param>
/// <param name="TokensProcessed">Padded tokens of prompts and samples that went through the model.</param>
/// <param name="MicroBatches">Number of micro-batches.</param>
/// <param name="Seconds">Wall time of the step.</param>
/// <param name="OptimiserSeconds">Part of it spent on clipping and AdamW.</param>
public sealed record StepReport(
    long Step,
    bool Updated,
    double Loss,
    double GradientNorm,
    double LearningRate,
    double Entropy,
    double ClipFraction,
    double KlK1,
    double KlK3,
    double RatioMax,
    double LogProbDifferenceMax,
    double LogProbDifferenceMean,
    double RewardMean,
    double AdvantageMean,
    int Groups,
    int ZeroVarianceGroups,
    long TokensTrained,
    long TokensProcessed,
    int MicroBatches,
    double Seconds,
    double OptimiserSeconds)
{
    /// <summary>Mean of r − 1 − log r, r = π_reference / π_current: estimate of KL(current ‖ reference), nats per token; 0 without a reference.</summary>
    public double KlReference { get; init; }
}
