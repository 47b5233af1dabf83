using System.Collections.Immutable;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rollouts;

namespace ToolZero.Core.Tests.Rewards;

public class OverlongShapingSpecs
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(16384, 0)]
    [InlineData(16385, -1.0 / 4096)]
    [InlineData(18432, -0.5)]
    [InlineData(20479, -4095.0 / 4096)]
    [InlineData(20480, -1)]
    [InlineData(30000, -1)]
    public void The_punishment_is_that_of_the_paper(int tokens, double expected) =>
        Assert.Equal(expected, new OverlongShaping(20480, 4096, 1).Of(tokens), 12);

    [Fact]
    public void It_never_rises_with_length_and_scales_with_the_penalty()
    {
        var shaping = new OverlongShaping(96, 19, 2.5);
        for (var tokens = 1; tokens < 200; tokens++) Assert.True(shaping.Of(tokens) <= shaping.Of(tokens - 1));
        Assert.Equal(-2.5, shaping.Of(96));
    }

    [Fact]
    public void A_score_loses_it_at_every_weight_of_the_schedule_and_tokens_of_tools_do_not_count()
    {
        var score = new RewardScore(1, 0.25, -0.5, true, ImmutableSortedDictionary<string, double>.Empty.Add(RewardParts.Format, 1));
        var trajectory = new Trajectory([1, 2, 3, 4], [0, 0, 0, 0], [true, false, true, true], [default, default, default, default], StopReason.EndOfSequence, "");
        var shaped = new OverlongShaping(4, 2, 1).Apply(score, trajectory);
        Assert.All([0, 0.3, 1], weight => Assert.Equal(score.Total(weight) - 0.5, shaped.Total(weight), 12));
        Assert.Equal(-0.5, shaped.Parts[RewardParts.Overlong]);
        Assert.Equal(1, shaped.Parts[RewardParts.Format]);
        Assert.Same(score, OverlongShaping.None.Apply(score, trajectory));
    }

    [Fact]
    public void Being_cut_costs_the_whole_of_it_also_where_answers_of_an_environment_took_the_room()
    {
        var score = new RewardScore(1, 0.25, -0.5, true, ImmutableSortedDictionary<string, double>.Empty);
        var episode = new Trajectory([1, 2, 3, 4], [0, 0, 0, 0], [true, false, false, false], [default, default, default, default], StopReason.Length, "");
        Assert.Equal(-1, new OverlongShaping(4, 2, 1).Apply(score, episode).Parts[RewardParts.Overlong]);
        Assert.Equal(0, new OverlongShaping(4, 2, 1).Apply(score, episode with { Stop = StopReason.EndOfSequence }).Parts[RewardParts.Overlong]);
    }
}
