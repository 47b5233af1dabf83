using ToolZero.Core.Data;

namespace ToolZero.Core.Rewards;

/// <summary>A rule-based reward: pure, deterministic, thread-safe.</summary>
public interface IReward
{
    /// <summary>Scores the text of one completion against the task's reference.</summary>
    RewardScore Score(ToolTask task, string completion);
}
