using System.Collections.Immutable;

namespace ToolZero.Core.Charts;

/// <summary>The scale of one axis: its ends and the round values that are labelled.</summary>
public sealed record Axis(double Minimum, double Maximum, ImmutableArray<double> Ticks)
{
    private const double Epsilon = 1e-9;

    /// <summary>An axis over the values, its ends at round numbers unless they are given.</summary>
    /// <param name="values">What has to fit; values that are not finite are ignored.</param>
    /// <param name="minimum">Lower end, or null.</param>
    /// <param name="maximum">Upper end, or null.</param>
    /// <param name="wanted">About how many intervals.</param>
    public static Axis Over(IEnumerable<double> values, double? minimum = null, double? maximum = null, int wanted = 4)
    {
        var finite = values.Where(double.IsFinite).ToList();
        var low = minimum ?? (finite.Count == 0 ? 0 : finite.Min());
        var high = maximum ?? (finite.Count == 0 ? 1 : finite.Max());
        if (high - low < Epsilon * Math.Max(1e-3, Math.Abs(high)))
        {
            // A constant still needs a scale around it.
            var room = high == 0 ? 1 : Math.Abs(high) * 0.5;
            (low, high) = (minimum ?? low - room, maximum ?? high + room);
            if (high <= low) high = low + 1;
        }

        var step = Round((high - low) / wanted);
        var from = minimum ?? Math.Floor(low / step + Epsilon) * step;
        var to = maximum ?? Math.Ceiling(high / step - Epsilon) * step;
        var ticks = ImmutableArray.CreateBuilder<double>();
        for (var i = Math.Ceiling(from / step - Epsilon); i * step <= to + step * Epsilon; i++) ticks.Add(i == 0 ? 0 : i * step);
        return new Axis(from, to, ticks.ToImmutable());
    }

    /// <summary>Where a value lies: 0 at the minimum, 1 at the maximum.</summary>
    public double Place(double value) => (value - Minimum) / (Maximum - Minimum);

    /// <summary>The nearest of 1, 2, 2.5, 5 times a power of ten that is not below.</summary>
    private static double Round(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        var digit = step / power;
        return power * (digit <= 1 + Epsilon ? 1 : digit <= 2 + Epsilon ? 2 : digit <= 2.5 + Epsilon ? 2.5 : digit <= 5 + Epsilon ? 5 : 10);
    }
}
