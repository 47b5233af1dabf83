using ToolZero.Core.Rewards;

namespace ToolZero.Actors.Reward;

/// <summary>Size and patience of the reward pool.</summary>
/// <param name="Workers">Groups scored side by side (<c>reward.workers</c>).</param>
/// <param name="Deadline">For one group (<c>reward.deadline</c>).</param>
/// <param name="MaxAttempts">Workers that a group is tried on.</param>
public sealed record RewardPoolSettings(int Workers, TimeSpan Deadline, int MaxAttempts)
{
    /// <summary>What long completions lose (<c>reward.overlong</c>).</summary>
    public OverlongShaping Overlong { get; init; } = OverlongShaping.None;

    /// <summary>Clock of the traces.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Groups that may wait; more are refused.</summary>
    public int MaxQueued { get; init; } = 4096;

    /// <summary>A rule that hangs keeps its thread; after this many the pool gives up instead of filling the machine with them.</summary>
    public int MaxAbandoned { get; init; } = 64;
}
