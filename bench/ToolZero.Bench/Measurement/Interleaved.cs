namespace ToolZero.Bench.Measurement;

/// <summary>
/// Takes turns: first, second, ..., first, second, ... so that a slow minute of the machine hits all of what is compared. Of each the fastest
/// repetition counts: disturbances only ever add time.
/// </summary>
internal static class Interleaved
{
    /// <summary>Fastest of the repetitions, one number for each measurement.</summary>
    /// <param name="repetitions">Rounds that count; one more goes before to warm up.</param>
    /// <param name="measurements">Each measures once and returns seconds.</param>
    public static double[] Best(int repetitions, params IReadOnlyList<Func<double>> measurements)
    {
        var best = Enumerable.Repeat(double.PositiveInfinity, measurements.Count).ToArray();
        for (var round = 0; round <= repetitions; round++)
        {
            for (var i = 0; i < best.Length; i++)
            {
                var seconds = measurements[i]();
                if (round > 0) best[i] = Math.Min(best[i], seconds);
            }
        }

        return best;
    }
}
