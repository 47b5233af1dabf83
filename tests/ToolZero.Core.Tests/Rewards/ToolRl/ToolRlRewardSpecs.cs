using ToolZero.Core.Data;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rewards.ToolRl;

namespace ToolZero.Core.Tests.Rewards.ToolRl;

public sealed class ToolRlRewardSpecs
{
    private const string Call = """{"name": "f", "parameters": {}}""";

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 1 + 6 * (1 / 2.0 + 1) / 2 - 3)]
    [InlineData(258, 1 + 6 * (1 / 258.0 + 1) / 2 - 3)]
    [InlineData(2000, 1 + 6 * (1 / 2000.0 + 1) / 2 - 3)]
    public void Every_line_is_a_call_however_many_there_are(int lines, double total)
    {
        var reference = ToolRlReference.Parse(Answer(1));
        Assert.Equal(total, new ToolRlReward(ToolRlSettings.Default).Score(ReferenceTasks.Of(reference), reference, $"<think>x</think>\n{Answer(lines)}").Total(1), 12);
    }

    [Fact]
    public void A_ground_truth_of_more_calls_than_are_compared_is_refused() => Assert.Contains(
        "257 lines of calls; at most 256", Assert.Throws<DataException>(() => ToolRlReference.Parse(Answer(257))).Message, StringComparison.Ordinal);

    private static string Answer(int lines) => $"<tool_call>\n{string.Join('\n', Enumerable.Repeat(Call, lines))}\n</tool_call>";
}
