using ToolZero.Core.Advantages;

namespace ToolZero.Model.Training;

/// <summary>How <see cref="PolicyTrainer"/> turns a batch into an update.</summary>
/// <param name="Loss">The policy loss.</param>
/// <param name="Optimiser">Constants of AdamW.</param>
/// <param name="Advantage">How a reward becomes an advantage.</param>
/// <param name="GradientClip">Largest global norm of the gradient; 0 for no clipping.</param>
/// <param name="MicroBatchTokens">Padded tokens of one micro-batch: less memory and better use of caches when small, larger matrix products when large.</param>
/// <param name="Threads">Micro-batches computed side by side, each on a core; the result does not depend on it.</param>
public sealed record TrainerSettings(
    PolicyLossSettings Loss,
    AdamWSettings Optimiser,
    AdvantageEstimator Advantage = AdvantageEstimator.GroupNormalised,
    double GradientClip = 1.0,
    int MicroBatchTokens = 8192,
    int Threads = 1)
{
    /// <summary>GRPO, clip norm 1, one thread.</summary>
    public static TrainerSettings Default { get; } = new(PolicyLossSettings.Grpo, new AdamWSettings());
}
