using System.Text.Json;
using System.Text.Unicode;

namespace ToolZero.Core.Data.Rows;

/// <summary>A row of a data file as JSON, or why it is none.</summary>
/// <param name="Where">File, line and, in a list, number.</param>
/// <param name="Bytes">Length of its text.</param>
/// <param name="Problem">Null when it can be read.</param>
internal readonly record struct DataRow(JsonLine Where, int Bytes, string? Problem);

/// <summary>Streams the rows of a data file; each is valid until the next is asked for.</summary>
internal static class DataRows
{
    /// <exception cref="DataException">The file cannot be opened or read.</exception>
    public static IEnumerable<DataRow> Read(string path)
    {
        using var stream = Open(path);
        foreach (var row in Read(stream, path)) yield return row;
    }

    /// <summary>The rows as they stand in the file, for a reader with a JSON of its own.</summary>
    /// <exception cref="DataException">The file cannot be opened or read.</exception>
    public static IEnumerable<RawRow> Raw(string path)
    {
        using var stream = Open(path);
        using var rows = RowStream.Read(stream).GetEnumerator();
        while (Next(rows, path)) yield return rows.Current;
    }

    /// <summary>The same from an open stream; <paramref name="name"/> stands for the file.</summary>
    public static IEnumerable<DataRow> Read(Stream stream, string name)
    {
        using var rows = RowStream.Read(stream).GetEnumerator();
        while (Next(rows, name))
        {
            var raw = rows.Current;
            var problem = raw.Problem;
            using var json = problem is null ? Parse(raw.Json, out problem) : null;
            yield return new DataRow(new JsonLine(name, raw.Line, json is null ? default : JsonField.Root(json.RootElement), raw.Position), raw.Json.Length, problem);
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            var why = e is FileNotFoundException or DirectoryNotFoundException ? "no such file" : e.Message.ReplaceLineEndings(" ");
            throw new DataException($"{path}: cannot be read: {why}", e);
        }
    }

    private static bool Next(IEnumerator<RawRow> rows, string name)
    {
        try
        {
            return rows.MoveNext();
        }
        catch (IOException e)
        {
            throw new DataException($"{name}: cannot be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> text, out string? problem)
    {
        problem = Utf8.IsValid(text.Span) ? null : "not UTF-8 text";
        if (problem is not null) return null;
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            problem = JsonFaults.Find(text.Span) switch
            {
                null => JsonFaults.TooDeep,
                { LineNumber: > 0 and var line } e => $"malformed JSON at byte {e.BytePositionInLine} of its line {line + 1}",
                var e => $"malformed JSON at byte {e.BytePositionInLine}",
            };
            return null;
        }
    }
}
