using ToolZero.Core.Data;
using ToolZero.Core.Rewards;

namespace ToolZero.EndToEnd.Tests.Support;

/// <summary>Tool-Zero's reward as a rule of a user's own, which fails for some tasks for as long as a file exists. A run in which everything fails would be given up.</summary>
public sealed class FaultyReward : IReward
{
    /// <summary>Names the file.</summary>
    public const string Variable = "TOOLZERO_TEST_REWARD_FAULT";

    public const string Fault = "the rule has a bug";

    private readonly ToolZeroReward _rule = new(RewardSettings.Default);

    public RewardScore Score(ToolTask task, string completion) =>
        task.Id.Sum(c => c) % 4 == 0 && Environment.GetEnvironmentVariable(Variable) is { } file && File.Exists(file)
            ? throw new InvalidOperationException(Fault)
            : _rule.Score(task, completion);
}
