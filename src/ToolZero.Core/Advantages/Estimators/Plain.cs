namespace ToolZero.Core.Advantages.Estimators;

/// <summary>r itself, without a baseline (REINFORCE; Williams 1992). With references rewarded 1 in place of samples it is supervised training.</summary>
internal sealed class Plain : IAdvantageEstimator
{
    public double[][] Estimate(IReadOnlyList<double[]> rewards) => [.. rewards.Select(group => (double[])group.Clone())];
}
