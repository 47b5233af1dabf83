using System.Collections.Immutable;
using ToolZero.Core.Rewards;

namespace ToolZero.Core.Rollouts;

/// <summary>A trajectory and the parts of its reward.</summary>
public sealed record ScoredTrajectory(Trajectory Trajectory, RewardScore Score);

/// <summary>A whole group, generated and scored: the unit that the ledger stores and the learner trains.</summary>
/// <param name="Id">Its ordinal.</param>
/// <param name="Attempt">1 for the first lease.</param>
/// <param name="TaskId">Id of the dataset row.</param>
/// <param name="Category">Category of the dataset row, for metrics.</param>
/// <param name="PromptTokens">Ids of the shared prompt, [P].</param>
/// <param name="Samples">The G samples, in sample order.</param>
/// <param name="Worker">Who generated it.</param>
public sealed record ScoredGroup(
    GroupId Id,
    int Attempt,
    string TaskId,
    string Category,
    ImmutableArray<int> PromptTokens,
    ImmutableArray<ScoredTrajectory> Samples,
    string Worker)
{
    /// <summary>Temperature that its samples were drawn at: the learner computes the same distribution. 0 = greedy, without a distribution of its own.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>The oldest policy version among the tokens of all samples; 0 without any.</summary>
    public long OldestVersion()
    {
        var oldest = long.MaxValue;
        foreach (var sample in Samples)
            foreach (var version in sample.Trajectory.Versions) oldest = Math.Min(oldest, version.Value);
        return oldest == long.MaxValue ? 0 : oldest;
    }
}
