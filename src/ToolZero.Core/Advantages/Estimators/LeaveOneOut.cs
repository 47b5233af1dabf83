namespace ToolZero.Core.Advantages.Estimators;

/// <summary>r − mean of the others of its group: the baseline does not know the sample that it is for (RLOO; Ahmadian et al. 2024, section 3.2).</summary>
internal sealed class LeaveOneOut : IAdvantageEstimator
{
    // r − (sum − r) / (n − 1) = (r − mean)·n / (n − 1).
    public double[][] Estimate(IReadOnlyList<double[]> rewards) =>
        [.. rewards.Select(group => GroupCentred.Centred(group).Select(value => value * (group.Length / Math.Max(1.0, group.Length - 1))).ToArray())];
}
