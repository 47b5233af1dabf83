using System.Text.Json;
using ToolZero.Core.Calls;

namespace ToolZero.Core.Data.Readers;

/// <summary>JSON that a row writes into a text: several public data sets do.</summary>
internal sealed class EmbeddedJson : IDisposable
{
    private readonly JsonDocument? _document;

    private EmbeddedJson(JsonField field, JsonDocument? document) => (Field, _document) = (field, document);

    public JsonField Field { get; }

    /// <summary>The field itself, or what its text holds.</summary>
    /// <exception cref="FieldException">The text is no JSON.</exception>
    public static EmbeddedJson Of(JsonField field)
    {
        if (field.Kind != JsonValueKind.String) return new EmbeddedJson(field, null);
        try
        {
            return Of(JsonDocument.Parse(field.AsText()), field.Path);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw field.Error($"the text is no JSON{(e is JsonException { BytePositionInLine: var at } ? $" at byte {at}" : "")}");
        }
    }

    /// <summary>A parsed text; <paramref name="path"/> stands for it in complaints.</summary>
    public static EmbeddedJson Of(JsonDocument document, string path) => new(new JsonField(document.RootElement, path), document);

    /// <summary>The value of a field; halves of surrogate pairs are no text.</summary>
    /// <exception cref="FieldException">A text is malformed.</exception>
    public static CallValue Value(JsonField field)
    {
        try
        {
            return CallValueJson.Read(field.Json);
        }
        catch (InvalidOperationException)
        {
            throw field.Error("half of a surrogate pair in a string");
        }
    }

    public void Dispose() => _document?.Dispose();
}
