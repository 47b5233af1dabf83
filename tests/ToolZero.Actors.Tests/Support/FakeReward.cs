using ToolZero.Core.Data;
using ToolZero.Core.Rewards;

namespace ToolZero.Actors.Tests.Support;

/// <summary>Half of the samples are right; faults come from a hook.</summary>
internal sealed class FakeReward(Action<string> onScore) : IReward
{
    public RewardScore Score(ToolTask task, string completion)
    {
        onScore(completion);
        return Samples.Score(completion.Contains("/1@", StringComparison.Ordinal) ? 1 : 0.25);
    }
}
