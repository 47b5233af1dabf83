using System.Collections.Immutable;

namespace ToolZero.Core.Charts;

/// <summary>What is done to values before they are drawn. Pure.</summary>
public static class ChartValues
{
    /// <summary>Share of the last average in the next one; the first values count for what they are.</summary>
    private const double Smoothing = 0.7;

    /// <summary>Exponential moving average without the pull of its start towards 0.</summary>
    public static double[] Smooth(double[] values)
    {
        var (sum, weight) = (0.0, 0.0);
        return [.. values.Select(value =>
        {
            if (!double.IsFinite(value)) return double.NaN;
            sum = Smoothing * sum + (1 - Smoothing) * value;
            weight = Smoothing * weight + 1 - Smoothing;
            return sum / weight;
        })];
    }

    /// <summary>Every series on top of those before it: its lower and its upper end.</summary>
    public static ImmutableArray<(double[] Low, double[] High)> Stack(IReadOnlyList<double[]> series)
    {
        var sum = new double[series.Select(s => s.Length).DefaultIfEmpty(0).Max()];
        var result = ImmutableArray.CreateBuilder<(double[], double[])>(series.Count);
        foreach (var values in series)
        {
            var low = sum.ToArray();
            for (var i = 0; i < values.Length; i++) sum[i] += double.IsFinite(values[i]) ? values[i] : 0;
            result.Add((low, sum.ToArray()));
        }

        return result.MoveToImmutable();
    }
}
