using System.Collections.Immutable;
using ToolZero.Actors.Hosting;
using ToolZero.Core.Data;
using ToolZero.Core.Rewards;

namespace ToolZero.Actors.Tests.Hosting;

public class RunSettingsSpecs
{
    private static RunSettings Settings(params ImmutableArray<string> sets) => RunSettings.From(RunConfiguration.Load(new(null, null, sets)));

    [Fact]
    public void Defaults_become_settings()
    {
        var settings = Settings();
        Assert.Equal(1UL, settings.Run.Seed);
        Assert.Equal(RewardSettings.Default, settings.Reward.Rule.ToolZero);
        Assert.Equal(8, settings.Rollout.GroupSize);
        Assert.Equal(24, settings.Coordinator.Batch);
        Assert.Equal(TimeSpan.FromSeconds(5), settings.Supervision.MaxBackoff);
    }

    [Theory]
    [InlineData(160, 25, 0.1)]
    [InlineData(100, 25, 0.1)]
    [InlineData(99, 19.8, 10.0 / 99)]
    [InlineData(60, 12, 10.0 / 60)]
    public void Auto_follows_the_length_of_the_run(int steps, double midpoint, double kappa)
    {
        var schedule = Settings($"run.steps={steps}").Reward.Schedule;
        Assert.Equal(midpoint, schedule.Midpoint!.Value, 12);
        Assert.Equal(kappa, schedule.Kappa!.Value, 12);
    }

    [Fact]
    public void Numbers_win_over_auto()
    {
        var schedule = Settings("run.steps=10", "reward.schedule.midpoint=7", "reward.schedule.kappa=0.5").Reward.Schedule;
        Assert.Equal(7, schedule.Midpoint);
        Assert.Equal(0.5, schedule.Kappa);
    }

    [Fact]
    public void The_papers_figure_is_three_switches() => Assert.Equal(
        RewardSettings.Figure3,
        Settings("reward.ast-failure=-1", "reward.value-penalty=any", "reward.tokens=atomic").Reward.Rule.ToolZero);

    [Fact]
    public void Keys_that_contradict_each_other_are_errors_all_of_them()
    {
        var error = Assert.Throws<DataException>(() => Settings("rollout.max-rows=4", "supervision.max-backoff=1ms", "rollout.stop=[\"\"]")).Message;
        Assert.True(error.Split("; ").Length == 3, error);
        Assert.Contains("rollout.group-size = 8", error, StringComparison.Ordinal);
        Assert.Contains("algorithm.advantage = plain", Assert.Throws<DataException>(() => Settings("rollout.group-size=1")).Message, StringComparison.Ordinal);
        Assert.Equal(1, Settings("rollout.group-size=1", "algorithm.advantage=plain").Rollout.GroupSize);
    }
}
