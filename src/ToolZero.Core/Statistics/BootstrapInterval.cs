using ToolZero.Core.Randomness;

namespace ToolZero.Core.Statistics;

/// <summary>Successes of one run on its evaluation tasks.</summary>
public readonly record struct RunSuccess(int Successes, int Tasks)
{
    public double Share => Tasks == 0 ? 0 : (double)Successes / Tasks;
}

/// <summary>A mean over runs and its 95 % percentile interval.</summary>
public readonly record struct BootstrapInterval(double Mean, double Low, double High)
{
    private const int Resamples = 2000;

    /// <summary>
    /// Mean success over runs. Both levels of chance are drawn anew (two-stage bootstrap, Davison and Hinkley 1997, section 3.8): which seeds were run, and which
    /// tasks each was asked. Seeded, hence the same on every machine.
    /// </summary>
    public static BootstrapInterval Of(IReadOnlyList<RunSuccess> runs, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0) return default;
        var random = new RandomStream(seed);
        return Percentiles(runs.Average(r => r.Share), () =>
        {
            var sum = 0.0;
            for (var i = 0; i < runs.Count; i++) sum += Redraw(random.Pick(runs), random);
            return sum / runs.Count;
        });
    }

    /// <summary>Mean difference of paired runs (the same seeds, the same tasks): the seeds are drawn in pairs, the tasks of each side anew.</summary>
    public static BootstrapInterval OfDifference(IReadOnlyList<(RunSuccess Of, RunSuccess From)> pairs, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        if (pairs.Count == 0) return default;
        var random = new RandomStream(seed);
        return Percentiles(pairs.Average(p => p.Of.Share - p.From.Share), () =>
        {
            var sum = 0.0;
            for (var i = 0; i < pairs.Count; i++)
            {
                var (of, from) = random.Pick(pairs);
                sum += Redraw(of, random) - Redraw(from, random);
            }

            return sum / pairs.Count;
        });
    }

    /// <summary>Share of successes among as many tasks, drawn with replacement.</summary>
    private static double Redraw(RunSuccess run, RandomStream random)
    {
        var successes = 0;
        for (var i = 0; i < run.Tasks; i++)
            if (random.Chance(run.Share)) successes++;
        return run.Tasks == 0 ? 0 : (double)successes / run.Tasks;
    }

    private static BootstrapInterval Percentiles(double mean, Func<double> draw)
    {
        var means = new double[Resamples];
        for (var i = 0; i < Resamples; i++) means[i] = draw();
        Array.Sort(means);
        return new BootstrapInterval(mean, means[(int)(0.025 * (Resamples - 1))], means[(int)Math.Ceiling(0.975 * (Resamples - 1))]);
    }
}
