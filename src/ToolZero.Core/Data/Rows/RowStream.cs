namespace ToolZero.Core.Data.Rows;

/// <summary>
/// Cuts a file into rows, in constant memory: JSON Lines, or one JSON list however it is laid out. The first character that is no white space
/// says which. A row that is too long is passed over and named; the rest goes on.
/// </summary>
public static class RowStream
{
    /// <summary>Longest row in bytes.</summary>
    public const int MaxRow = 16 * 1024 * 1024;

    public static IEnumerable<RawRow> Read(Stream stream, int maxRow = MaxRow)
    {
        var buffer = new RowBuffer(stream, maxRow + 1);
        while (buffer.Window.Length < 3 && buffer.Fill())
        {
        }

        if (buffer.Window.StartsWith("\uFEFF"u8)) buffer.Take(3);
        do SkipSpace(buffer);
        while (buffer.Window.IsEmpty && buffer.Fill());
        if (buffer.Window.IsEmpty) return [];
        return buffer.Window[0] == (byte)'[' ? ListRows.Read(buffer, maxRow) : Lines(buffer, maxRow);
    }

    /// <summary>Gives up leading white space of the window.</summary>
    internal static void SkipSpace(RowBuffer buffer)
    {
        var rest = buffer.Window.IndexOfAnyExcept(" \t\r\n"u8);
        buffer.Take(rest < 0 ? buffer.Window.Length : rest);
    }

    private static IEnumerable<RawRow> Lines(RowBuffer buffer, int maxRow)
    {
        for (var seen = 0; ;)
        {
            var at = buffer.Window[seen..].IndexOf((byte)'\n');
            if (at >= 0 || !buffer.Fill())
            {
                if (at < 0 && buffer.IsFull)
                {
                    yield return new RawRow(buffer.Line, default, $"line of more than {maxRow} bytes; one row per line is expected");
                    PassOver(buffer);
                    seen = 0;
                    continue;
                }

                var length = at < 0 ? buffer.Window.Length : seen + at;
                var text = buffer.Memory(0, length);
                if (text.Span.IndexOfAnyExcept(" \t\r"u8) >= 0) yield return new RawRow(buffer.Line, text, null);
                if (at < 0) yield break;
                buffer.Take(length + 1);
                seen = 0;
            }
            else
            {
                seen = SeenAfterFill(buffer, seen);
            }
        }
    }

    // The window only grows at its end: what was looked at needs no second look.
    private static int SeenAfterFill(RowBuffer buffer, int seen)
    {
        var end = buffer.Window[seen..].IndexOf((byte)'\n');
        return end < 0 ? buffer.Window.Length : seen + end;
    }

    private static void PassOver(RowBuffer buffer)
    {
        while (true)
        {
            var end = buffer.Window.IndexOf((byte)'\n');
            buffer.Take(end < 0 ? buffer.Window.Length : end + 1);
            if (end >= 0 || !buffer.Fill()) return;
        }
    }
}
