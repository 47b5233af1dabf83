using System.Text.Json;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rewards.ToolN1;
using ToolZero.Tests.Shared;

namespace ToolZero.Core.Tests.Rewards.ToolN1;

[Trait("Category", "Golden")]
public sealed class ToolN1RewardGoldenSpecs
{
    [SkippableTheory]
    [InlineData("v0")]
    [InlineData("v1")]
    [InlineData("v2")]
    [InlineData("v3")]
    [InlineData("v4")]
    public void Every_score_of_the_authors_code_is_reproduced(string variant)
    {
        var reward = new ToolN1Reward(RewardRules.ToolN1VariantOf(variant));
        var rows = 0;
        foreach (var line in File.ReadLines(SharedData.Require("golden/tooln1_rewards.jsonl")))
        {
            using var json = JsonDocument.Parse(line);
            var row = json.RootElement;
            var task = ReferenceTasks.OfCallList(row.GetProperty("answer").GetString()!);
            var actual = reward.Score(task, row.GetProperty("response").GetString()!).Total(0.3);
            var wanted = row.GetProperty("scores").GetProperty(variant).GetDouble();
            Assert.True(Math.Abs(wanted - actual) <= 1e-12, $"{row.GetProperty("src")} {row.GetProperty("i")} {row.GetProperty("kind")}: {actual}, expected {wanted}");
            rows++;
        }

        Assert.True(rows > 0);
    }
}
