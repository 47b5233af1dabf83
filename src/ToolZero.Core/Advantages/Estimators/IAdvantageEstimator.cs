namespace ToolZero.Core.Advantages.Estimators;

/// <summary>Turns the rewards of a batch into advantages: one for each sample of each group.</summary>
internal interface IAdvantageEstimator
{
    double[][] Estimate(IReadOnlyList<double[]> rewards);
}
