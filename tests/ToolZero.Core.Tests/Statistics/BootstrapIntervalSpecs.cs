using ToolZero.Core.Randomness;
using ToolZero.Core.Statistics;

namespace ToolZero.Core.Tests.Statistics;

public sealed class BootstrapIntervalSpecs
{
    [Fact]
    public void The_interval_of_one_run_is_that_of_a_binomial_share()
    {
        // Normal approximation: 0.3 ± 1.96·sqrt(0.3·0.7/400) = [0.255, 0.345].
        var interval = BootstrapInterval.Of([Share(0.3, 400)]);
        Assert.Equal(0.3, interval.Mean, 12);
        Assert.InRange(interval.Low, 0.245, 0.265);
        Assert.InRange(interval.High, 0.335, 0.355);
    }

    [Fact]
    public void More_runs_over_the_same_tasks_do_not_make_up_for_few_tasks()
    {
        var run = Share(0.3, 400);
        var (one, five) = (BootstrapInterval.Of([run]), BootstrapInterval.Of([run, run, run, run, run]));
        Assert.Equal(one.High - one.Low, five.High - five.Low, 0.02);
    }

    [Fact]
    public void Runs_that_differ_widen_it_beyond_the_chance_of_the_tasks()
    {
        var alike = BootstrapInterval.Of([Share(0.5, 1000), Share(0.5, 1000), Share(0.5, 1000)]);
        var apart = BootstrapInterval.Of([Share(0.2, 1000), Share(0.5, 1000), Share(0.8, 1000)]);
        Assert.Equal(alike.Mean, apart.Mean, 12);
        Assert.True(apart.High - apart.Low > 3 * (alike.High - alike.Low));
    }

    [Fact]
    public void It_holds_the_true_mean_about_nineteen_times_in_twenty_or_more_often_when_seeds_and_tasks_both_vary()
    {
        var random = new RandomStream(7);
        var held = 0;
        for (var trial = 0; trial < 60; trial++)
        {
            var ease = Enumerable.Range(0, 100).Select(_ => 0.3 + 0.6 * random.NextDouble()).ToArray();
            var runs = Enumerable.Range(0, 8).Select(_ => 0.2 * random.NextDouble() - 0.1).Select(skill => RunSuccess.Of(ease.Select(e => random.Chance(e + skill)))).ToList();
            var interval = BootstrapInterval.Of(runs, (ulong)trial);
            if (interval.Low <= 0.6 && 0.6 <= interval.High) held++;
        }

        Assert.InRange(held, 53, 60);
    }

    [Fact]
    public void An_arm_does_not_differ_from_its_copy_at_all()
    {
        (RunSuccess Of, RunSuccess From)[] pairs = [(Share(0.4, 100), Share(0.4, 100)), (Share(0.7, 100), Share(0.7, 100))];
        Assert.Equal(new BootstrapInterval(0, 0, 0), BootstrapInterval.OfDifference(pairs));
    }

    [Fact]
    public void A_difference_is_of_pairs_and_the_same_each_time()
    {
        (RunSuccess Of, RunSuccess From)[] pairs = [(Share(0.6, 100), Share(0.4, 100)), (Share(0.7, 100), Share(0.5, 100))];
        var difference = BootstrapInterval.OfDifference(pairs);
        Assert.Equal(0.2, difference.Mean, 12);
        Assert.True(difference.Low > 0.05 && difference.High < 0.35);
        Assert.Equal(difference, BootstrapInterval.OfDifference(pairs));
        Assert.Equal(default, BootstrapInterval.Of([]));
    }

    [Fact]
    public void Runs_that_were_asked_different_tasks_are_refused()
    {
        Assert.Throws<ArgumentException>(() => BootstrapInterval.Of([Share(0.5, 10), Share(0.5, 20)]));
        Assert.Throws<ArgumentException>(() => BootstrapInterval.OfDifference([(Share(0.5, 10), Share(0.5, 20))]));
    }

    /// <summary>The first tasks of all are the ones that are solved.</summary>
    private static RunSuccess Share(double share, int tasks) => RunSuccess.Of(Enumerable.Range(0, tasks).Select(i => i < Math.Round(share * tasks)));
}
