using System.Text;
using System.Text.Json;

namespace ToolZero.Core.Data;

/// <summary>One row of a data file and where it stands.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Row">The row itself.</param>
/// <param name="Position">Its number in the list that the file holds, from 1; null in JSON Lines, where the line says it.</param>
internal readonly record struct JsonLine(string File, int Line, JsonField Row, int? Position = null)
{
    public string Where => Position is { } position ? $"{File}:{Line}: row {position}" : $"{File}:{Line}";
}

/// <summary>Streams the rows of a JSON Lines file; blank lines are skipped.</summary>
internal static class JsonLines
{
    private const int MaxLineLength = 16 * 1024 * 1024;

    /// <summary>The rows in order; each is valid until the next is asked for.</summary>
    /// <exception cref="DataException">The file cannot be read, or a line is not JSON: names file, line and byte.</exception>
    public static IEnumerable<JsonLine> Read(string path)
    {
        using var text = BoundedLineReader.Open(path);
        foreach (var line in Read(text, path)) yield return line;
    }

    /// <summary>The same from open text; <paramref name="name"/> stands for the file in errors.</summary>
    public static IEnumerable<JsonLine> Read(TextReader text, string name)
    {
        var reader = new BoundedLineReader(text, name, MaxLineLength);
        while (reader.Read() is { } line)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            using var json = Parse(name, reader.Line, line);
            yield return new JsonLine(name, reader.Line, JsonField.Root(json.RootElement));
        }
    }

    private static JsonDocument Parse(string path, int number, string line)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException e)
        {
            var fault = JsonFaults.Find(Encoding.UTF8.GetBytes(line));
            throw new DataException($"{path}:{number}: {(fault is null ? JsonFaults.TooDeep : $"malformed JSON at byte {fault.BytePositionInLine}; one JSON object per line is expected")}", e);
        }
        catch (ArgumentException e)
        {
            throw new DataException($"{path}:{number}: half of a surrogate pair in the text", e);
        }
    }
}
