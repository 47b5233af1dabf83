using ToolZero.Core.Data.Readers;
using ToolZero.Core.Data.Rows;

namespace ToolZero.Core.Data;

/// <summary>Streams a data file of any format: every row becomes tasks or is refused by name, and nothing is kept.</summary>
public static class DataFile
{
    /// <param name="file">JSON Lines, or one JSON list.</param>
    /// <param name="format">One of <see cref="DataFormats.Names"/>; null asks the file.</param>
    /// <param name="reading">How rows become tasks.</param>
    /// <exception cref="DataException">The file cannot be read, its format is unknown or cannot be asked, or what it needs beside it is missing.</exception>
    public static IEnumerable<DataItem> Read(string file, string? format, DataReading reading)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(reading);
        return Read(file, DataFormats.Open(format ?? FormatOf(file), file, reading));
    }

    /// <summary>The format by the first row, which is read once more afterwards.</summary>
    /// <exception cref="DataException">As of <see cref="DataFormats.Detect"/>; or the rows would be gone when they are to be read.</exception>
    internal static string FormatOf(string file) => CanReadTwice(file)
        ? DataFormats.Detect(file)
        : throw new DataException($"{file}: is a pipe, and its first row cannot both tell the format and be read; name the format with --format, or write the rows into a file");

    /// <summary>False for what gives its bytes once, as a pipe does.</summary>
    internal static bool CanReadTwice(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return stream.CanSeek;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return true; // Who reads it says why it cannot be read.
        }
    }

    internal static IEnumerable<DataItem> Read(string file, IRowReader reader) => DataRows.Read(file).Select(row => Read(reader, row));

    private static DataItem Read(IRowReader reader, DataRow row)
    {
        var line = row.Where;
        if (row.Problem is { } problem) return Refuse("row", problem);
        try
        {
            return new DataItem(reader.Read(line), null, line.File, line.Line, row.Bytes, line.Position);
        }
        catch (FieldException e)
        {
            return Refuse(e.Field, e.Reason);
        }

        DataItem Refuse(string field, string reason) => new([], new RefusedRow(line.File, line.Line, field, reason, line.Position), line.File, line.Line, row.Bytes, line.Position);
    }
}
