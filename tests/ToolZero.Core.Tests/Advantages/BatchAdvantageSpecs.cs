using System.Text.Json;
using ToolZero.Core.Advantages;
using ToolZero.Tests.Shared;

namespace ToolZero.Core.Tests.Advantages;

public sealed class BatchAdvantageSpecs
{
    [SkippableFact]
    [Trait("Category", "Golden")]
    public void Advantages_of_every_recipe_equal_the_reference()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(SharedData.Require("golden/policy_loss.json")));
        foreach (var item in golden.RootElement.EnumerateArray())
        {
            var estimator = item.GetProperty("settings").GetProperty("advantage").GetString() switch
            {
                "group_norm" => AdvantageEstimator.GroupNormalised,
                "group_center" => AdvantageEstimator.GroupCentred,
                "rloo" => AdvantageEstimator.LeaveOneOut,
                _ => AdvantageEstimator.BatchNormalised,
            };
            double[][] rewards = [.. item.GetProperty("rewards").EnumerateArray().Select(Numbers)];
            var expected = Numbers(item.GetProperty("expected").GetProperty("advantages"));
            var actual = BatchAdvantage.Estimate(estimator, rewards).SelectMany(a => a).ToArray();
            Assert.Equal(expected.Length, actual.Length);
            for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-8);
        }
    }

    [Fact]
    public void Without_a_baseline_the_reward_itself_is_the_advantage() =>
        Assert.Equal([[1.0], [0.5, 0.5]], BatchAdvantage.Estimate(AdvantageEstimator.Plain, [[1.0], [0.5, 0.5]]));

    [Fact]
    public void Equal_rewards_and_single_samples_carry_no_signal_under_any_estimator_with_a_baseline()
    {
        foreach (var estimator in Enum.GetValues<AdvantageEstimator>().Where(e => e != AdvantageEstimator.Plain))
        {
            var advantages = BatchAdvantage.Estimate(estimator, [[0.1, 0.1, 0.1], [0.7], [0.0, 1.0]]);
            Assert.All(advantages[0].Concat(advantages[1]), a => Assert.Equal(0, a));
            Assert.True(advantages[2][0] < 0 && advantages[2][1] > 0);
        }
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(n => n.GetDouble())];
}
