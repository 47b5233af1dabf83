using System.Text;
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
    public static EmbeddedJson Of(JsonField field) => field.Kind == JsonValueKind.String ? Of(field.AsText(), field) : new EmbeddedJson(field, null);

    /// <summary>What a text of a field holds.</summary>
    /// <inheritdoc cref="Of(JsonField)" path="/exception"/>
    public static EmbeddedJson Of(string text, JsonField field)
    {
        try
        {
            return Of(JsonDocument.Parse(text), field.Path);
        }
        catch (JsonException)
        {
            throw field.Error(JsonFaults.Find(Encoding.UTF8.GetBytes(text)) is { } fault ? $"the text is no JSON at byte {fault.BytePositionInLine}" : $"the text {JsonFaults.TooDeep}");
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
