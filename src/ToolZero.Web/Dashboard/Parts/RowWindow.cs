namespace ToolZero.Web.Dashboard.Parts;

/// <summary>Which rows of a long table are drawn. Pure.</summary>
/// <param name="First">The first one.</param>
/// <param name="Count">How many.</param>
/// <param name="Above">Pixels of those before.</param>
/// <param name="Below">Pixels of those after.</param>
public readonly record struct RowWindow(int First, int Count, int Above, int Below)
{
    /// <summary>Height of every row in pixels; the style has the same.</summary>
    public const int RowHeight = 40;

    /// <summary>Rows that are drawn beyond what is to be seen, above and below: so many pass before an empty one shows.</summary>
    private const int Margin = 12;

    /// <summary>Tables up to so many rows are drawn whole.</summary>
    private const int Whole = 60;

    /// <param name="rows">Rows of the table.</param>
    /// <param name="top">Pixels above what is to be seen.</param>
    /// <param name="height">Pixels to be seen.</param>
    public static RowWindow Of(int rows, double top, double height)
    {
        if (rows <= Whole) return new RowWindow(0, rows, 0, 0);
        // Even numbers: the stripes of a table do not change places while it is scrolled.
        var first = Math.Clamp((int)(top / RowHeight) - Margin, 0, rows - 1) / 2 * 2;
        var count = Math.Min(rows - first, (int)Math.Ceiling(height / RowHeight) + 2 * Margin + 2);
        return new RowWindow(first, count, first * RowHeight, (rows - first - count) * RowHeight);
    }
}
