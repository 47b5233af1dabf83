namespace ToolZero.Core.Advantages.Estimators;

/// <summary>r − mean over the group, then divided by the unbiased standard deviation over the batch + 1e-6 (REINFORCE++ with baseline; Hu et al. 2025).</summary>
internal sealed class BatchNormalised : IAdvantageEstimator
{
    private const double Epsilon = 1e-6;

    public double[][] Estimate(IReadOnlyList<double[]> rewards)
    {
        double[][] centred = [.. rewards.Select(group => GroupCentred.Centred(group))];

        // Centred groups have mean 0 together, so the sum of squares is that of the deviations.
        var count = centred.Sum(group => group.Length);
        var squares = centred.Sum(group => group.Sum(value => value * value));
        var deviation = Math.Sqrt(squares / Math.Max(1, count - 1));
        return [.. centred.Select(group => group.Select(value => value * (1 / (deviation + Epsilon))).ToArray())];
    }
}
