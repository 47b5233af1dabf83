using ToolZero.Core.Data;
using ToolZero.Core.Plugins;

namespace ToolZero.Core.Rewards;

/// <summary>
/// A rule-based reward: pure, deterministic, thread-safe. A class of the user's own implements it with a public constructor without parameters
/// (<see cref="UserClass"/>, docs/rewards.md): one object scores for all workers of a node, and the same completion must always get the same score,
/// because a group may be scored again elsewhere. What it throws, a score that comes after <c>reward.deadline</c> and a number that is not finite are
/// failures of the group and never a reward of 0 (<see cref="GuardedReward"/>).
/// </summary>
public interface IReward
{
    /// <summary>Scores the text of one completion against the task's reference.</summary>
    /// <param name="task">What was asked: dialogue, tools, right calls.</param>
    /// <param name="completion">What the model wrote, of any length and content.</param>
    /// <returns>Finite numbers, none of a magnitude above <see cref="GuardedReward.Largest"/>.</returns>
    RewardScore Score(ToolTask task, string completion);
}
