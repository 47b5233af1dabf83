namespace ToolZero.Cli.View;

/// <summary>Fits a curve into a number of columns.</summary>
internal static class Buckets
{
    /// <summary>At most <paramref name="width"/> means of neighbouring values; fewer values stay as they are.</summary>
    public static double[] Mean(IReadOnlyList<double> values, int width)
    {
        if (values.Count <= width) return [.. values];
        var result = new double[width];
        for (var i = 0; i < width; i++)
        {
            var (from, to) = ((int)((long)i * values.Count / width), (int)((long)(i + 1) * values.Count / width));
            var (sum, count) = (0.0, 0);
            for (var j = from; j < to; j++)
            {
                if (!double.IsFinite(values[j])) continue;
                sum += values[j];
                count++;
            }

            result[i] = count == 0 ? double.NaN : sum / count;
        }

        return result;
    }
}
