using System.Text.Encodings.Web;
using System.Text.Json;
using ToolZero.Core.Calls;
using ToolZero.Core.Data;

namespace ToolZero.Core.Tools;

/// <summary>
/// Tools whose parameters are a plain list, <c>{name: {description, type, default}}</c>, with Python's type hints: xLAM, ToolRL, API-Bank. A
/// parameter may be left out when its hint says so or its default is more than an empty text.
/// </summary>
internal static class FlatTool
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="FieldException">A parameter is no object.</exception>
    public static ToolSchema Read(string name, string description, CallValue.Mapping parameters, JsonField where)
    {
        using var json = JsonDocument.Parse(Schema(name, description, parameters, where));
        return ToolSchemaJson.Read(JsonField.Root(json.RootElement) with { Path = where.Path });
    }

    private static ReadOnlyMemory<byte> Schema(string name, string description, CallValue.Mapping parameters, JsonField where)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Compact))
        {
            var required = new List<string>();
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("description", description);
            json.WriteStartObject("parameters");
            json.WriteString("type", "object");
            json.WriteStartObject("properties");
            foreach (var (key, value) in parameters.Entries)
            {
                var parameter = key is CallValue.Text text ? text.Value : throw where.Error("the name of a parameter is no text");
                if (value is not CallValue.Mapping schema) throw where.Error($"parameter \"{parameter}\": expected an object");
                json.WritePropertyName(parameter);
                if (WriteParameter(json, schema)) required.Add(parameter);
            }

            json.WriteEndObject();
            json.WriteStartArray("required");
            foreach (var parameter in required) json.WriteStringValue(parameter);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>True when it is required.</summary>
    private static bool WriteParameter(Utf8JsonWriter json, CallValue.Mapping schema)
    {
        var type = PythonTypes.Read(TextOf(schema, "type"));
        var standard = Value(schema, "default");
        json.WriteStartObject();
        if (ParameterTypes.JsonName(type.Type) is { } word) json.WriteString("type", word);
        if (TextOf(schema, "description") is { Length: > 0 } description) json.WriteString("description", description);
        if (type.Item is { } item && ParameterTypes.JsonName(item) is { } itemWord)
        {
            json.WriteStartObject("items");
            json.WriteString("type", itemWord);
            json.WriteEndObject();
        }

        var hasDefault = standard is not (null or CallValue.Null or CallValue.Text { Value: "" });
        if (hasDefault && CallValueJson.CanWrite(standard!))
        {
            json.WritePropertyName("default");
            CallValueJson.Write(json, standard!);
        }

        json.WriteEndObject();
        return !type.IsOptional && !hasDefault;
    }

    private static string TextOf(CallValue.Mapping schema, string key) => Value(schema, key) is CallValue.Text text ? text.Value : "";

    private static CallValue? Value(CallValue.Mapping schema, string key) => Formats.JsonCalls.Find(schema, key);
}
