using System.Text.Json;

namespace ToolZero.Core.Data.Readers;

/// <summary>Ids of rows that have none of their own kind.</summary>
internal static class RowIds
{
    /// <summary>The row's own <c>id</c>, a text or a number, else the name of its file and its place.</summary>
    public static string Of(JsonLine line) => line.Row.Find("id") switch
    {
        { Kind: JsonValueKind.String } id when id.AsText().Length > 0 => id.AsText(),
        { Kind: JsonValueKind.Number } id => $"{Stem(line)}-{id.Json.GetRawText()}",
        _ => Place(line),
    };

    /// <summary>The name of its file and its number in the list there, in JSON Lines its line: a list may stand on one line.</summary>
    public static string Place(JsonLine line) => $"{Stem(line)}-{line.Position ?? line.Line}";

    private static string Stem(JsonLine line) => Path.GetFileNameWithoutExtension(line.File);
}
