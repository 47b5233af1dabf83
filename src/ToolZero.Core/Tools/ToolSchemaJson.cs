using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ToolZero.Core.Data;

namespace ToolZero.Core.Tools;

/// <summary>
/// Tools as JSON. Reads OpenAI-style objects (<c>{"type":"function","function":{…}}</c> or the inner object alone), BFCL's dialect of
/// them (<c>"type":"dict"</c>) and Seal-Tools' tool.jsonl rows (<c>api_name</c>). Writes the inner OpenAI-style object.
/// </summary>
public static class ToolSchemaJson
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What is kept of the schema of all parameters, beside type, properties and required.</summary>
    internal static ImmutableArray<string> Keywords { get; } = ["$defs", "definitions", "additionalProperties"];

    private static readonly ImmutableHashSet<string> KnownKeys = ["type", "description", "enum", "items"];

    /// <summary>Reads one tool. <paramref name="where"/> names file and line in errors.</summary>
    /// <exception cref="DataException">The tool is malformed: says where, which field and why.</exception>
    public static ToolSchema Read(JsonElement json, string where) => Located(where, () => Read(JsonField.Root(json)));

    /// <summary>Reads a list of tools.</summary>
    /// <inheritdoc cref="Read(JsonElement, string)" path="/exception"/>
    public static ImmutableArray<ToolSchema> ReadList(JsonElement json, string where) =>
        Located(where, () => JsonField.Root(json).Items().Select(Read).ToImmutableArray());

    /// <summary>The tools as one JSON list on one line.</summary>
    public static string Write(IEnumerable<ToolSchema> tools) => ToText(json =>
    {
        json.WriteStartArray();
        foreach (var tool in tools) Write(json, tool);
        json.WriteEndArray();
    });

    /// <summary>One tool as JSON on one line.</summary>
    public static string Write(ToolSchema tool) => ToText(json => Write(json, tool));

    public static void Write(Utf8JsonWriter json, ToolSchema tool)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(tool);
        json.WriteStartObject();
        json.WriteString("name", tool.Name);
        json.WriteString("description", tool.Description);
        json.WriteStartObject("parameters");
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        foreach (var parameter in tool.Parameters) WriteParameter(json, parameter);
        json.WriteEndObject();
        json.WriteStartArray("required");
        foreach (var parameter in tool.Parameters.Where(p => p.Required)) json.WriteStringValue(parameter.Name);
        json.WriteEndArray();
        foreach (var keyword in tool.Keywords)
        {
            json.WritePropertyName(keyword.Name);
            json.WriteRawValue(keyword.Json);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    internal static ToolSchema Read(JsonField json)
    {
        json.RequireText();
        if (json.Find("api_name") is not null) return ReadSealTools(json);
        var function = json.Find("function") ?? json;
        var name = function.Require("name").AsText();
        if (name.Length == 0) throw function.Require("name").Error("empty");
        var description = function.TextOr("description", "");
        if (function.Find("parameters") is not { } parameters) return new ToolSchema(name, description, []);
        if (parameters.Find("type") is { } type && TypeOf(type) != ParameterType.Object) throw type.Error("expected object or dict");
        return new ToolSchema(name, description, ReadParameters(parameters.Find("properties"), parameters.Find("required"))) { Keywords = ReadKeywords(parameters) };
    }

    private static ImmutableArray<SchemaKeyword> ReadKeywords(JsonField parameters) =>
        [.. Keywords.Where(name => parameters.Find(name) is not null).Select(name => new SchemaKeyword(name, Minified(OwnRowDepth.CheckSchema(parameters.Require(name)).Json)))];

    private static ToolSchema ReadSealTools(JsonField json) => new(
        json.Require("api_name").AsText(),
        json.TextOr("api_description", ""),
        ReadParameters(json.Find("parameters"), json.Find("required")));

    private static ImmutableArray<ToolParameter> ReadParameters(JsonField? properties, JsonField? required)
    {
        var names = (required?.Items() ?? []).Select(f => (Name: f.AsText(), Field: f)).ToList();
        var requiredNames = names.Select(n => n.Name).ToHashSet(StringComparer.Ordinal);
        var parameters = ImmutableArray.CreateBuilder<ToolParameter>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, schema) in properties?.Properties() ?? [])
        {
            if (!seen.Add(name)) throw schema.Error("written twice");
            parameters.Add(ReadParameter(name, schema, requiredNames.Contains(name)));
        }

        foreach (var (name, field) in names)
        {
            if (!seen.Contains(name)) throw field.Error($"requires \"{name}\", which is not among the parameters");
        }

        return parameters.ToImmutable();
    }

    private static ToolParameter ReadParameter(string name, JsonField schema, bool required)
    {
        if (schema.Kind != JsonValueKind.Object) throw schema.Expected("an object");
        OwnRowDepth.CheckSchema(schema);
        var type = schema.Find("type") is { } typeField ? TypeOf(typeField) : ParameterType.Any;
        var choices = (schema.Find("enum")?.Items() ?? []).Select(item => item.Json.GetRawText()).ToImmutableArray();
        var items = schema.Find("items");
        ParameterType? itemType = type == ParameterType.Array && items?.Find("type") is { } itemField ? TypeOf(itemField) : null;
        if (itemType == ParameterType.Any) itemType = null; // Says no more than no type at all.
        var isPlain = schema.Properties().All(p => KnownKeys.Contains(p.Name)) && (items is null || (items.Value.Find("type") is not null && items.Value.Properties().Count == 1));
        return new ToolParameter(
            name, type, schema.TextOr("description", ""), required, choices, itemType, isPlain ? null : Minified(schema.Json));
    }

    /// <summary>A type word, or a union: its one type besides null, else any.</summary>
    private static ParameterType TypeOf(JsonField field)
    {
        if (field.Kind != JsonValueKind.Array)
        {
            var word = field.AsText();
            return ParameterTypes.Find(word) ?? throw field.Error($"unknown type \"{word}\"");
        }

        var words = field.Items().Where(item => item.AsText() != "null").ToList();
        return words.Count == 1 ? TypeOf(words[0]) : ParameterType.Any;
    }

    private static void WriteParameter(Utf8JsonWriter json, ToolParameter parameter)
    {
        json.WritePropertyName(parameter.Name);
        if (parameter.RawSchema is { } raw)
        {
            json.WriteRawValue(raw);
            return;
        }

        json.WriteStartObject();
        if (ParameterTypes.JsonName(parameter.Type) is { } type) json.WriteString("type", type);
        if (parameter.Description.Length > 0) json.WriteString("description", parameter.Description);
        if (!parameter.Enum.IsEmpty)
        {
            json.WriteStartArray("enum");
            foreach (var choice in parameter.Enum) json.WriteRawValue(choice);
            json.WriteEndArray();
        }

        if (parameter.ItemType is { } item && ParameterTypes.JsonName(item) is { } itemName)
        {
            json.WriteStartObject("items");
            json.WriteString("type", itemName);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>The same JSON on one line; numbers keep their spelling.</summary>
    private static string Minified(JsonElement json) => ToText(json.WriteTo);

    private static T Located<T>(string where, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FieldException e)
        {
            throw new DataException($"{where}: {e.Field}: {e.Reason}", e);
        }
    }

    private static string ToText(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Compact)) write(json);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
