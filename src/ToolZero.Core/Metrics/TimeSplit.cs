namespace ToolZero.Core.Metrics;

/// <summary>Where the seconds of a step went, as the learner sees them; they add up to the step.</summary>
/// <param name="Rollout">Waiting for generation.</param>
/// <param name="Reward">Waiting for scores after the last trajectory came in.</param>
/// <param name="Learn">Forward, backward, optimiser.</param>
/// <param name="Weights">Publishing the new version.</param>
/// <param name="Checkpoint">Writing a checkpoint.</param>
/// <param name="Other">The rest.</param>
public sealed record TimeSplit(double Rollout, double Reward, double Learn, double Weights, double Checkpoint, double Other)
{
    /// <summary>Seconds of the whole step.</summary>
    public double Step => Rollout + Reward + Learn + Weights + Checkpoint + Other;

    /// <summary>Name of the largest share: what to make faster first.</summary>
    public string Bottleneck => new[]
    {
        (Name: "rollout", Seconds: Rollout), (Name: "reward", Seconds: Reward), (Name: "learn", Seconds: Learn),
        (Name: "weights", Seconds: Weights), (Name: "checkpoint", Seconds: Checkpoint), (Name: "other", Seconds: Other),
    }.MaxBy(part => part.Seconds).Name;
}
