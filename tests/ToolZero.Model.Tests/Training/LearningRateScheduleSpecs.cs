using ToolZero.Model.Training;

namespace ToolZero.Model.Tests.Training;

public sealed class LearningRateScheduleSpecs
{
    [Fact]
    public void Warm_up_is_linear_and_learns_from_the_first_step()
    {
        var schedule = new LearningRateSchedule(LearningRateShape.Constant, 1e-3, 100, WarmUpSteps: 4);
        Assert.Equal([2.5e-4, 5e-4, 7.5e-4, 1e-3, 1e-3], Enumerable.Range(0, 5).Select(s => schedule.Rate(s)), Near);
    }

    [Fact]
    public void Cosine_goes_from_the_peak_to_the_final_ratio_at_the_last_step_and_stays()
    {
        var schedule = new LearningRateSchedule(LearningRateShape.Cosine, 2.0, 101, FinalRatio: 0.1);
        Assert.Equal(2.0, schedule.Rate(0), 12);
        Assert.Equal(1.1, schedule.Rate(50), 12);
        Assert.Equal(0.2, schedule.Rate(100), 12);
        Assert.Equal(0.2, schedule.Rate(5000), 12);
    }

    [Fact]
    public void Stable_decay_holds_the_peak_and_falls_straight_in_the_last_share()
    {
        var schedule = new LearningRateSchedule(LearningRateShape.StableDecay, 1.0, 101, WarmUpSteps: 10, FinalRatio: 0, DecayShare: 0.5);
        Assert.Equal(1.0, schedule.Rate(10), 12);
        Assert.Equal(1.0, schedule.Rate(50), 12);
        Assert.Equal(0.5, schedule.Rate(75), 12);
        Assert.Equal(0.0, schedule.Rate(100), 12);
    }

    [Fact]
    public void Never_rises_after_the_warm_up_and_never_leaves_its_bounds()
    {
        foreach (var shape in Enum.GetValues<LearningRateShape>())
        {
            var schedule = new LearningRateSchedule(shape, 3e-4, 50, WarmUpSteps: 5);
            var rates = Enumerable.Range(4, 60).Select(s => schedule.Rate(s)).ToArray();
            Assert.All(rates.Zip(rates.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1e-18));
            Assert.All(rates, rate => Assert.InRange(rate, 3e-5 * 0.999999, 3e-4));
        }
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-12;
}
