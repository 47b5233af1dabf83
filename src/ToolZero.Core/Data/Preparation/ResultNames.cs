using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ToolZero.Core.Data.Preparation;

/// <summary>The names of tools in what a call returned: <c>[{"name": "f", "results": …}]</c>, or one such object. What is no JSON is left as it is.</summary>
internal static class ResultNames
{
    /// <param name="result">What the tool said.</param>
    /// <param name="newName">The new name of a tool; null for what keeps its own.</param>
    /// <returns>The same text to the letter but for the names.</returns>
    public static string Rename(string result, Func<string, string?> newName)
    {
        if (!result.Contains("\"name\"", StringComparison.Ordinal)) return result;
        try
        {
            return Renamed(Encoding.UTF8.GetBytes(result), newName) ?? result;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return result; // No JSON, or half of a surrogate pair in a string of it.
        }
    }

    private static string? Renamed(ReadOnlySpan<byte> result, Func<string, string?> newName)
    {
        var (text, copied, depth) = (new ArrayBufferWriter<byte>(result.Length), 0, 0);
        var json = new Utf8JsonReader(result);
        while (json.Read())
        {
            if (depth == 0) depth = json.TokenType == JsonTokenType.StartArray ? 2 : 1; // Of the fields that may name a tool.
            if (json.TokenType != JsonTokenType.PropertyName || json.CurrentDepth != depth || !json.ValueTextEquals("name"u8)) continue;
            if (!json.Read() || json.TokenType != JsonTokenType.String || newName(json.GetString()!) is not { } name) continue;
            text.Write(result[copied..((int)json.TokenStartIndex + 1)]);
            text.Write(JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
            copied = (int)json.BytesConsumed - 1; // The closing quote stays.
        }

        if (copied == 0) return null;
        text.Write(result[copied..]);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
