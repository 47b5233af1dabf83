namespace ToolZero.Core.Advantages.Estimators;

/// <summary>(r − mean) / (std + 1e-6) over the group (GRPO; Shao et al. 2024, section 4.1.2): every prompt weighs the same, however far apart its samples are.</summary>
internal sealed class GroupNormalised : IAdvantageEstimator
{
    public double[][] Estimate(IReadOnlyList<double[]> rewards) => [.. rewards.Select(group => GroupAdvantage.Normalised(group))];
}
