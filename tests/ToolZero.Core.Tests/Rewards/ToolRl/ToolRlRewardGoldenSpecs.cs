using System.Text.Json;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rewards.ToolRl;
using ToolZero.Tests.Shared;

namespace ToolZero.Core.Tests.Rewards.ToolRl;

[Trait("Category", "Golden")]
public sealed class ToolRlRewardGoldenSpecs
{
    [SkippableTheory]
    [InlineData("default")]
    [InlineData("correctmax1")]
    [InlineData("refined")]
    [InlineData("coarse")]
    [InlineData("intermediate")]
    [InlineData("length")]
    public void Every_score_of_the_authors_code_is_reproduced(string variant)
    {
        var reward = new ToolRlReward(RewardRules.ToolRlVariant(variant));
        var rows = 0;
        foreach (var line in File.ReadLines(SharedData.Require("golden/toolrl_rewards.jsonl")))
        {
            using var json = JsonDocument.Parse(line);
            Check(json.RootElement, variant, reward);
            rows++;
        }

        Assert.True(rows > 0);
    }

    private static void Check(JsonElement row, string variant, ToolRlReward reward)
    {
        var reference = ToolRlReference.Parse(row.GetProperty("ground_truth").GetString()!);
        var score = reward.Score(ReferenceTasks.Of(reference), reference, row.GetProperty("response").GetString()!);
        var expected = row.GetProperty("scores").GetProperty(variant);
        var id = $"{row.GetProperty("src")} {row.GetProperty("i")} {row.GetProperty("kind")}";
        Same("total", score.Total(0.3));
        Same("format", score.Parts[RewardParts.Format]);
        Same("correctness", score.Parts[RewardParts.Correctness]);
        Same("length", score.Parts.GetValueOrDefault(RewardParts.ReasoningLength));

        void Same(string field, double actual)
        {
            var wanted = expected.GetProperty(field).GetDouble();
            Assert.True(Math.Abs(wanted - actual) <= 1e-12, $"{id}: {field} is {actual}, expected {wanted}");
        }
    }
}
