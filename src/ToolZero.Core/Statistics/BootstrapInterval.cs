using ToolZero.Core.Randomness;

namespace ToolZero.Core.Statistics;

/// <summary>
/// A mean over runs that were asked the same tasks, and its 95 % percentile interval. Both causes of chance are drawn anew, each as a whole: which seeds were run, and which
/// tasks all of them were asked (the pigeonhole bootstrap, Owen 2007, Annals of Applied Statistics 1(2)). Tasks that are hard for every run are so not counted
/// once for each, and cancel out of a difference. A little too wide rather than too narrow. Seeded, hence the same on every machine.
/// </summary>
public readonly record struct BootstrapInterval(double Mean, double Low, double High)
{
    private const int Resamples = 2000;

    /// <summary>Mean success over runs.</summary>
    /// <exception cref="ArgumentException">They were not asked the same number of tasks.</exception>
    public static BootstrapInterval Of(IReadOnlyList<RunSuccess> runs, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return Of([.. runs.Select(Values)], seed);
    }

    /// <summary>Mean difference of pairs of runs of the same seed.</summary>
    /// <exception cref="ArgumentException">They were not asked the same number of tasks.</exception>
    public static BootstrapInterval OfDifference(IReadOnlyList<(RunSuccess Of, RunSuccess From)> pairs, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        if (pairs.Any(p => p.Of.Tasks != p.From.Tasks)) throw new ArgumentException("the runs of a pair were asked different tasks", nameof(pairs));
        return Of([.. pairs.Select(p => Values(p.Of).Zip(Values(p.From), (of, from) => of - from).ToArray())], seed);
    }

    /// <param name="values">[runs][tasks].</param>
    /// <param name="seed">Of the draws.</param>
    private static BootstrapInterval Of(double[][] values, ulong seed)
    {
        if (values.Length == 0 || values[0].Length == 0) return default;
        var tasks = values[0].Length;
        if (values.Any(run => run.Length != tasks)) throw new ArgumentException("the runs were asked different tasks", nameof(values));
        var random = new RandomStream(seed);
        var means = new double[Resamples];
        for (var i = 0; i < Resamples; i++)
        {
            var drawn = values.Select(_ => random.Pick(values)).ToArray();
            var sum = 0.0;
            for (var t = 0; t < tasks; t++)
            {
                var task = random.Next(tasks);
                foreach (var run in drawn) sum += run[task];
            }

            means[i] = sum / ((double)tasks * drawn.Length);
        }

        Array.Sort(means);
        return new BootstrapInterval(values.Average(run => run.Average()), means[(int)(0.025 * (Resamples - 1))], means[(int)Math.Ceiling(0.975 * (Resamples - 1))]);
    }

    private static double[] Values(RunSuccess run) => [.. run.Verdicts.Select(v => v == '1' ? 1.0 : 0.0)];
}
