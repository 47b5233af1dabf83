using ToolZero.Core.Data;
using ToolZero.Core.Rewards.ToolRl;

namespace ToolZero.Core.Rewards;

/// <summary>A completion made elsewhere and what it is held against.</summary>
/// <param name="Where">File and line.</param>
/// <param name="Id">The row's id, or its line.</param>
/// <param name="Completion">The text.</param>
/// <param name="Task">The reference as a task.</param>
/// <param name="GroundTruth">The reference as ToolRL's data has it; null where the row has none.</param>
public sealed record CompletionRow(string Where, string Id, string Completion, ToolTask Task, ToolRlReference? GroundTruth)
{
    /// <summary>The rows of a file, one by one (docs/rewards.md).</summary>
    /// <exception cref="DataException">The file cannot be read, or a row is not what it must be: file, line, field and reason.</exception>
    public static IEnumerable<CompletionRow> Read(string file) => CompletionRowReader.Read(file);

    /// <summary>The score by a rule: ToolRL's reads its own ground truth where there is one.</summary>
    /// <exception cref="DataException">The rule gives none: file, line, rule and cause.</exception>
    public RewardScore Score(GuardedReward reward)
    {
        ArgumentNullException.ThrowIfNull(reward);
        return reward.Score(
            Where,
            rule => rule is ToolRlReward toolRl && GroundTruth is { } reference ? toolRl.Score(Task, reference, Completion) : rule.Score(Task, Completion));
    }
}
