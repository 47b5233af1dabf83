namespace ToolZero.Core.Rewards.Schedules;

/// <summary>
/// Follows success instead of time (ours): e = 0.9·e + 0.1·(ast rate of the batch), from 0; the weight is clip((e − 0.05) / 0.35, 0, 1) and never falls.
/// </summary>
/// <param name="AverageAstRate">e: the moving average of the batches' share of exact answers.</param>
/// <param name="CurrentWeight">The weight that the next step uses.</param>
public sealed record SuccessGatedSchedule(double AverageAstRate = 0, double CurrentWeight = 0) : IWeightSchedule
{
    private const double Beta = 0.9;
    private const double Floor = 0.05;
    private const double Width = 0.35;

    public string Name => "success-gated";

    public double Weight(long step) => CurrentWeight;

    public IWeightSchedule Advance(double astRate)
    {
        var average = Beta * AverageAstRate + (1 - Beta) * astRate;
        return new SuccessGatedSchedule(average, Math.Max(CurrentWeight, Math.Clamp((average - Floor) / Width, 0, 1)));
    }
}
