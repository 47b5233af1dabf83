using ToolZero.Core.Statistics;

namespace ToolZero.Core.Tests.Statistics;

public sealed class BootstrapIntervalSpecs
{
    [Fact]
    public void The_interval_of_one_run_is_that_of_a_binomial_share()
    {
        // Normal approximation: 0.3 ± 1.96·sqrt(0.3·0.7/400) = [0.255, 0.345].
        var interval = BootstrapInterval.Of([new RunSuccess(120, 400)]);
        Assert.Equal(0.3, interval.Mean, 12);
        Assert.InRange(interval.Low, 0.245, 0.265);
        Assert.InRange(interval.High, 0.335, 0.355);
    }

    [Fact]
    public void Runs_that_differ_widen_it_beyond_the_chance_of_the_tasks()
    {
        var alike = BootstrapInterval.Of([new RunSuccess(500, 1000), new RunSuccess(500, 1000), new RunSuccess(500, 1000)]);
        var apart = BootstrapInterval.Of([new RunSuccess(200, 1000), new RunSuccess(500, 1000), new RunSuccess(800, 1000)]);
        Assert.Equal(alike.Mean, apart.Mean, 12);
        Assert.True(apart.High - apart.Low > 3 * (alike.High - alike.Low));
    }

    [Fact]
    public void It_holds_the_true_mean_about_nineteen_times_in_twenty()
    {
        var random = new Core.Randomness.RandomStream(7);
        var held = 0;
        for (var trial = 0; trial < 60; trial++)
        {
            var runs = Enumerable.Range(0, 8).Select(_ => new RunSuccess(Enumerable.Range(0, 100).Count(_ => random.Chance(0.6)), 100)).ToList();
            var interval = BootstrapInterval.Of(runs, (ulong)trial);
            if (interval.Low <= 0.6 && 0.6 <= interval.High) held++;
        }

        Assert.InRange(held, 52, 60);
    }

    [Fact]
    public void A_difference_is_of_pairs_and_the_same_each_time()
    {
        (RunSuccess Of, RunSuccess From)[] pairs = [(new(60, 100), new(40, 100)), (new(70, 100), new(50, 100))];
        var difference = BootstrapInterval.OfDifference(pairs);
        Assert.Equal(0.2, difference.Mean, 12);
        Assert.True(difference.Low > 0.05 && difference.High < 0.35);
        Assert.Equal(difference, BootstrapInterval.OfDifference(pairs));
        Assert.Equal(default, BootstrapInterval.Of([]));
    }
}
