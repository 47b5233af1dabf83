namespace ToolZero.Cli.View;

/// <summary>A curve in one line of text.</summary>
public static class Sparkline
{
    private const string Levels = "▁▂▃▄▅▆▇█";

    /// <summary>The values, averaged to <paramref name="width"/> characters, between their least and greatest; what is not finite is a blank.</summary>
    public static string Of(IReadOnlyList<double> values, int width)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        var cells = Buckets.Mean(values, width);
        var finite = cells.Where(double.IsFinite).ToList();
        if (finite.Count == 0) return new string(' ', cells.Length);
        var (low, high) = (finite.Min(), finite.Max());
        return string.Concat(cells.Select(v => !double.IsFinite(v) ? ' '
            : high <= low ? Levels[Levels.Length / 2]
            : Levels[(int)Math.Round((v - low) / (high - low) * (Levels.Length - 1))]));
    }
}
