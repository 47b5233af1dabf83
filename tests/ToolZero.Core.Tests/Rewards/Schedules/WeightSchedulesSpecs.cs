using ToolZero.Core.Data;
using ToolZero.Core.Rewards.Schedules;

namespace ToolZero.Core.Tests.Rewards.Schedules;

public sealed class WeightSchedulesSpecs
{
    [Theory]
    [InlineData(0, .076)]
    [InlineData(10, .182)]
    [InlineData(25, .5)]
    [InlineData(50, .924)]
    [InlineData(75, .993)]
    [InlineData(100, .9994)]
    public void The_sigmoid_has_the_papers_values(long step, double weight) =>
        Assert.Equal(weight, WeightSchedules.Create(new ScheduleSettings(), 160).Weight(step), 0.0005);

    [Fact]
    public void A_short_run_gets_an_earlier_midpoint_and_a_steeper_slope() =>
        Assert.Equal(new SigmoidSchedule(8, 0.25), WeightSchedules.Create(new ScheduleSettings(), 40));

    [Theory]
    [InlineData("step", 24, 0)]
    [InlineData("step", 25, 1)]
    [InlineData("linear", 5, 0)]
    [InlineData("linear", 15, 0.25)]
    [InlineData("linear", 25, 0.5)]
    [InlineData("linear", 45, 1)]
    [InlineData("linear", 90, 1)]
    [InlineData("cosine", 5, 0)]
    [InlineData("cosine", 25, 0.5)]
    [InlineData("cosine", 15, 0.14644660940672624)]
    [InlineData("cosine", 45, 1)]
    [InlineData("constant", 7, 0.3)]
    public void The_rivals_share_midpoint_and_slope(string kind, long step, double weight) =>
        Assert.Equal(weight, WeightSchedules.Create(new ScheduleSettings(kind, Constant: 0.3), 160).Weight(step), 12);

    [Fact]
    public void The_success_gate_opens_with_success_and_never_closes()
    {
        IWeightSchedule schedule = WeightSchedules.Create(new ScheduleSettings("success-gated"), 160);
        Assert.Equal(0, schedule.Weight(0));
        for (var i = 0; i < 100; i++) schedule = schedule.Advance(0.225);
        Assert.Equal(0.5, schedule.Weight(0), 3);
        for (var i = 0; i < 100; i++) schedule = schedule.Advance(1);
        Assert.Equal(1, schedule.Weight(0));
        Assert.Equal(1, schedule.Advance(0).Weight(0));
    }

    [Fact]
    public void Time_schedules_do_not_advance() => Assert.Equal(new StepSchedule(5), ((IWeightSchedule)new StepSchedule(5)).Advance(1));

    [Fact]
    public void Every_name_makes_the_schedule_of_that_name() =>
        Assert.All(WeightSchedules.Names, name => Assert.Equal(name, WeightSchedules.Create(new ScheduleSettings(name), 10).Name));

    [Fact]
    public void Weights_stay_between_0_and_1() =>
        Assert.All(WeightSchedules.Names, name =>
        {
            var schedule = WeightSchedules.Create(new ScheduleSettings(name, Midpoint: -3, Kappa: 50), 10);
            Assert.All(new long[] { 0, 1, 9, 100_000_000_000 }, step => Assert.InRange(schedule.Weight(step), 0, 1));
        });

    [Theory]
    [InlineData("sigmod", 0.1, 0.5, "sigmod")]
    [InlineData("sigmoid", 0.0, 0.5, "kappa")]
    [InlineData("constant", 0.1, 1.5, "constant")]
    public void Bad_settings_are_named(string kind, double kappa, double constant, string named)
    {
        var error = Assert.Throws<DataException>(() => WeightSchedules.Create(new ScheduleSettings(kind, Kappa: kappa, Constant: constant), 10));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }
}
