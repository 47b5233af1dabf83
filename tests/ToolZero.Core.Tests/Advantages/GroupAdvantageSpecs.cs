using System.Text.Json;
using ToolZero.Core.Advantages;
using ToolZero.Tests.Shared;

namespace ToolZero.Core.Tests.Advantages;

public sealed class GroupAdvantageSpecs
{
    [Fact]
    public void The_deviation_is_unbiased() => Assert.Equal(1 / (Math.Sqrt(2) + 1e-6), GroupAdvantage.Normalised([0, 2])[1], 12);

    [Fact]
    public void A_group_without_variance_has_no_advantage() => Assert.All(GroupAdvantage.Normalised([0.1, 0.1, 0.1]), a => Assert.Equal(0, a));

    [Fact]
    public void A_single_sample_has_no_advantage() => Assert.Equal([0], GroupAdvantage.Normalised([3.0]));

    [Fact]
    public void Advantages_sum_to_zero() => Assert.Equal(0, GroupAdvantage.Normalised([1, 2.5, -3, 0.1]).Sum(), 12);

    [SkippableFact]
    [Trait("Category", "Golden")]
    public void The_reference_advantages_are_reproduced()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(SharedData.Require("golden/policy_loss.json")));
        var groups = 0;
        foreach (var entry in json.RootElement.EnumerateArray())
        {
            if (entry.GetProperty("settings").GetProperty("advantage").GetString() != "group_norm") continue;
            var expected = Flatten(entry.GetProperty("expected").GetProperty("advantages"));
            var actual = new List<double>();
            foreach (var group in entry.GetProperty("rewards").EnumerateArray())
            {
                actual.AddRange(GroupAdvantage.Normalised(Flatten(group).ToArray()));
                groups++;
            }

            Assert.Equal(expected.Count, actual.Count);
            for (var i = 0; i < expected.Count; i++) Assert.Equal(expected[i], actual[i], 1e-6);
        }

        Assert.True(groups > 0);
    }

    private static List<double> Flatten(JsonElement json) =>
        json.ValueKind == JsonValueKind.Number ? [json.GetDouble()] : [.. json.EnumerateArray().SelectMany(Flatten)];
}
