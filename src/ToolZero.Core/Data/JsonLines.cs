using System.Text.Json;

namespace ToolZero.Core.Data;

/// <summary>One row of a JSON Lines file and where it stands.</summary>
internal readonly record struct JsonLine(string File, int Line, JsonField Row)
{
    public string Where => $"{File}:{Line}";
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
            throw new DataException($"{path}:{number}: malformed JSON at byte {e.BytePositionInLine}; one JSON object per line is expected", e);
        }
        catch (ArgumentException e)
        {
            throw new DataException($"{path}:{number}: half of a surrogate pair in the text", e);
        }
    }
}
