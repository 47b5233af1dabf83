namespace ToolZero.Cli.View;

/// <summary>A line chart of braille characters: two by four dots in every character cell.</summary>
public static class BrailleChart
{
    private const int Blank = 0x2800;

    /// <summary>Bits of the dots of a cell, by row and column (Unicode 2800).</summary>
    private static readonly int[,] Dots = { { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 } };

    /// <summary>Rows of text, top first; neighbouring points are joined.</summary>
    /// <param name="values">The curve from left to right, over the whole width as soon as there are two values.</param>
    /// <param name="width">Characters of a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="low">Value at the bottom.</param>
    /// <param name="high">Value at the top.</param>
    public static string[] Of(IReadOnlyList<double> values, int width, int height, double low, double high)
    {
        ArgumentNullException.ThrowIfNull(values);
        var (columns, rows) = (width * 2, height * 4);
        var cells = new int[height, width];
        var points = Buckets.Mean(values, columns);
        (int X, int Y)? last = null;
        for (var i = 0; i < points.Length; i++)
        {
            if (!double.IsFinite(points[i]))
            {
                last = null;
                continue;
            }

            var x = points.Length == 1 ? 0 : i * (columns - 1) / (points.Length - 1);
            var y = rows - 1 - (int)Math.Round(Math.Clamp(high > low ? (points[i] - low) / (high - low) : 0.5, 0, 1) * (rows - 1));
            foreach (var (px, py) in Between(last ?? (x, y), (x, y))) cells[py / 4, px / 2] |= Dots[py % 4, px % 2];
            last = (x, y);
        }

        return [.. Enumerable.Range(0, height).Select(r => string.Concat(Enumerable.Range(0, width).Select(c => (char)(Blank + cells[r, c]))))];
    }

    private static IEnumerable<(int X, int Y)> Between((int X, int Y) from, (int X, int Y) to)
    {
        var steps = Math.Max(1, Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y)));
        for (var i = 0; i <= steps; i++) yield return (from.X + (to.X - from.X) * i / steps, from.Y + (to.Y - from.Y) * i / steps);
    }
}
