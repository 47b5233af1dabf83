using System.Buffers;
using System.Text;
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

    /// <exception cref="FieldException">A parameter is no object, or a text could not be written.</exception>
    public static ToolSchema Read(string name, string description, CallValue.Mapping parameters, JsonField where)
    {
        if (name.Length == 0) throw where.Error("the name of a tool is empty");
        return new ToolSchema(Checked(name, where), Checked(description, where), [.. parameters.Entries.Select(entry => ReadParameter(entry.Key, entry.Value, where))]);
    }

    private static ToolParameter ReadParameter(CallValue key, CallValue value, JsonField where)
    {
        var name = key is CallValue.Text text ? Checked(text.Value, where) : throw where.Error("the name of a parameter is no text");
        if (value is not CallValue.Mapping schema) throw where.Error($"parameter \"{name}\": expected an object");
        var type = PythonTypes.Read(TextOf(schema, "type"));
        var description = Checked(TextOf(schema, "description"), where);
        ParameterType? item = type is { Type: ParameterType.Array, Item: { } known and not ParameterType.Any } ? known : null;
        var standard = Value(schema, "default");
        var hasDefault = standard is not (null or CallValue.Null or CallValue.Text { Value: "" });
        if (hasDefault && OwnRowDepth.Of(standard!) >= OwnRowDepth.Schema) throw where.Error($"the default of parameter \"{name}\" {OwnRowDepth.Beyond(OwnRowDepth.Schema - 1)}");
        var raw = hasDefault && CallValueJson.CanWrite(standard!) ? Schema(type.Type, description, item, standard!) : null;
        return new ToolParameter(name, type.Type, description, !type.IsOptional && !hasDefault, [], item, raw);
    }

    /// <summary>The schema of a parameter with a default, as JSON.</summary>
    private static string Schema(ParameterType type, string description, ParameterType? item, CallValue standard)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, Compact))
        {
            json.WriteStartObject();
            if (ParameterTypes.JsonName(type) is { } word) json.WriteString("type", word);
            if (description.Length > 0) json.WriteString("description", description);
            if (item is { } items)
            {
                json.WriteStartObject("items");
                json.WriteString("type", ParameterTypes.JsonName(items));
                json.WriteEndObject();
            }

            json.WritePropertyName("default");
            CallValueJson.Write(json, standard);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>Python's escapes can spell what no file can hold.</summary>
    private static string Checked(string text, JsonField where) =>
        CallValueJson.CanWrite(new CallValue.Text(text)) ? text : throw where.Error("half of a surrogate pair in a tool");

    private static string TextOf(CallValue.Mapping schema, string key) => Value(schema, key) is CallValue.Text text ? text.Value : "";

    private static CallValue? Value(CallValue.Mapping schema, string key) => Formats.JsonCalls.Find(schema, key);
}
