using ToolZero.Core.Advantages.Estimators;

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
    private static readonly GroupNormalised GroupNormalised = new();
    private static readonly GroupCentred GroupCentred = new();
    private static readonly LeaveOneOut LeaveOneOut = new();
    private static readonly BatchNormalised BatchNormalised = new();
    private static readonly Plain Plain = new();

    /// <summary>One advantage for each reward of each group; but for <see cref="AdvantageEstimator.Plain"/> all zero in a group of equal rewards or of one sample.</summary>
    public static double[][] Estimate(AdvantageEstimator estimator, IReadOnlyList<double[]> rewards)
    {
        ArgumentNullException.ThrowIfNull(rewards);
        return Of(estimator).Estimate(rewards);
    }

    private static IAdvantageEstimator Of(AdvantageEstimator estimator) => estimator switch
    {
        AdvantageEstimator.GroupNormalised => GroupNormalised,
        AdvantageEstimator.GroupCentred => GroupCentred,
        AdvantageEstimator.LeaveOneOut => LeaveOneOut,
        AdvantageEstimator.BatchNormalised => BatchNormalised,
        AdvantageEstimator.Plain => Plain,
        _ => throw new ArgumentOutOfRangeException(nameof(estimator), estimator, "unknown advantage estimator"),
    };
}
