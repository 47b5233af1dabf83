namespace ToolZero.Core.Advantages;

/// <summary>How rewards become advantages.</summary>
public enum AdvantageEstimator
{
    /// <summary>(r − mean) / (std + 1e-6) over the group (GRPO): <see cref="GroupAdvantage"/>.</summary>
    GroupNormalised = 0,

    /// <summary>r − mean over the group: hard and easy prompts keep their own scale (Dr. GRPO).</summary>
    GroupCentred = 1,

    /// <summary>r − mean of the others of its group (RLOO).</summary>
    LeaveOneOut = 2,

    /// <summary>r − mean over the group, then divided by the unbiased standard deviation over the batch + 1e-6 (REINFORCE++ with baseline).</summary>
    BatchNormalised = 3,

    /// <summary>r itself, without a baseline (REINFORCE). With references rewarded 1 in place of samples it is supervised training.</summary>
    Plain = 4,
}

/// <summary>Advantages of a whole batch of groups.</summary>
public static class BatchAdvantage
{
    private const double Epsilon = 1e-6;

    /// <summary>One advantage for each reward of each group; but for <see cref="AdvantageEstimator.Plain"/> all zero in a group of equal rewards or of one sample.</summary>
    public static double[][] Estimate(AdvantageEstimator estimator, IReadOnlyList<double[]> rewards)
    {
        ArgumentNullException.ThrowIfNull(rewards);
        return estimator switch
        {
            AdvantageEstimator.GroupNormalised => [.. rewards.Select(group => GroupAdvantage.Normalised(group))],
            AdvantageEstimator.GroupCentred => [.. rewards.Select(group => Centred(group))],
            AdvantageEstimator.LeaveOneOut => [.. rewards.Select(group => Scaled(Centred(group), group.Length / Math.Max(1.0, group.Length - 1)))],
            AdvantageEstimator.BatchNormalised => OverBatch([.. rewards.Select(group => Centred(group))]),
            AdvantageEstimator.Plain => [.. rewards.Select(group => (double[])group.Clone())],
            _ => throw new ArgumentOutOfRangeException(nameof(estimator), estimator, "unknown advantage estimator"),
        };
    }

    private static double[] Centred(double[] group)
    {
        if (GroupAdvantage.IsZeroVariance(group)) return new double[group.Length];
        var mean = group.Sum() / group.Length;
        return [.. group.Select(reward => reward - mean)];
    }

    private static double[] Scaled(double[] group, double factor) => [.. group.Select(value => value * factor)];

    private static double[][] OverBatch(double[][] centred)
    {
        // Centred groups have mean 0 together, so the sum of squares is that of the deviations.
        var count = centred.Sum(group => group.Length);
        var squares = centred.Sum(group => group.Sum(value => value * value));
        var deviation = Math.Sqrt(squares / Math.Max(1, count - 1));
        return [.. centred.Select(group => Scaled(group, 1 / (deviation + Epsilon)))];
    }
}
