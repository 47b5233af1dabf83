using System.Text.Json;

namespace ToolZero.Core.Data;

/// <summary>Tells text that is no JSON from JSON that nests too deep: a document refuses both alike.</summary>
internal static class JsonFaults
{
    /// <summary>Deepest nesting of a row, brackets and braces together: the bound of <see cref="JsonDocument"/>.</summary>
    public const int MaxDepth = 64;

    /// <summary>What is said of JSON beyond <see cref="MaxDepth"/>.</summary>
    public static string TooDeep { get; } = $"nests deeper than {MaxDepth} levels";

    /// <summary>Reads as deep as the text goes: what it remembers of the nesting is bounded by its length.</summary>
    public static JsonReaderOptions AnyDepth { get; } = new() { MaxDepth = int.MaxValue };

    /// <summary>Where the text stops being JSON; null when it is JSON throughout.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="isSequence">Several values may follow each other.</param>
    public static JsonException? Find(ReadOnlySpan<byte> text, bool isSequence = false)
    {
        var reader = new Utf8JsonReader(text, AnyDepth with { AllowMultipleValues = isSequence });
        try
        {
            while (reader.Read())
            {
            }

            return null;
        }
        catch (JsonException e)
        {
            return e;
        }
    }

    /// <summary>The same for the value that the text begins with, whatever follows it.</summary>
    public static JsonException? FindInFirst(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, AnyDepth);
        try
        {
            reader.Read();
            reader.Skip();
            return null;
        }
        catch (JsonException e)
        {
            return e;
        }
    }
}
