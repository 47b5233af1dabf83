namespace ToolZero.Core.Advantages.Estimators;

/// <summary>r − mean over the group: hard and easy prompts keep their own scale (Dr. GRPO; Liu et al. 2025, section 3.1).</summary>
internal sealed class GroupCentred : IAdvantageEstimator
{
    public double[][] Estimate(IReadOnlyList<double[]> rewards) => [.. rewards.Select(group => Centred(group))];

    /// <summary>Zero, not a rounding error, where all rewards are equal.</summary>
    public static double[] Centred(double[] group)
    {
        if (GroupAdvantage.IsZeroVariance(group)) return new double[group.Length];
        var mean = group.Sum() / group.Length;
        return [.. group.Select(reward => reward - mean)];
    }
}
