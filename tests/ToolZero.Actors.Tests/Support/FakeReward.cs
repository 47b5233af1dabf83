using ToolZero.Core.Data;
using ToolZero.Core.Rewards;

namespace ToolZero.Actors.Tests.Support;

/// <summary>Half of the samples are right, or none where the group is to be flat; faults come from a hook.</summary>
internal sealed class FakeReward(Action<string> onScore, Func<string, bool>? isFlat = null) : IReward
{
    public RewardScore Score(ToolTask task, string completion)
    {
        onScore(completion);
        return Samples.Score(completion.Contains("/1@", StringComparison.Ordinal) && isFlat?.Invoke(completion) != true ? 1 : 0.25);
    }
}
