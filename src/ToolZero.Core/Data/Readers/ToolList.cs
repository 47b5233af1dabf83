using System.Text;
using System.Text.Json;

namespace ToolZero.Core.Data.Readers;

/// <summary>Finds the tools that a system text lists: the first JSON list of objects in it.</summary>
internal static class ToolList
{
    /// <exception cref="FieldException">There is no such list, or it is malformed: at which character.</exception>
    public static EmbeddedJson Find(JsonField system)
    {
        var text = system.AsText();
        for (var at = text.IndexOf('[', StringComparison.Ordinal); at >= 0; at = text.IndexOf('[', at + 1))
        {
            var rest = text.AsSpan(at + 1).TrimStart();
            if (rest.StartsWith("]", StringComparison.Ordinal) || !rest.StartsWith("{", StringComparison.Ordinal)) continue;
            return EmbeddedJson.Of(Parse(system, text, at), system.Path);
        }

        throw system.Error("no JSON list of tools");
    }

    private static JsonDocument Parse(JsonField system, string text, int at)
    {
        var bytes = Encoding.UTF8.GetBytes(text[at..]);
        var reader = new Utf8JsonReader(bytes);
        try
        {
            return JsonDocument.ParseValue(ref reader);
        }
        catch (JsonException)
        {
            var fault = JsonFaults.FindInFirst(bytes);
            throw system.Error($"the list of tools at character {at} {(fault is null ? JsonFaults.TooDeep : $"is malformed at its byte {fault.BytePositionInLine}")}");
        }
    }
}
