using System.Runtime.InteropServices;
using System.Text.Json;
using ToolZero.Core.Calls;

namespace ToolZero.Core.Data;

/// <summary>
/// How deep the parts of a task may nest, so that the own row that is written of it can be read again: rows nest up to
/// <see cref="JsonFaults.MaxDepth"/> levels, what stands around a part included.
/// </summary>
internal static class OwnRowDepth
{
    /// <summary>Of an argument's value: around it are row, messages, message, calls, call and arguments. A reference has two levels less, and may become history.</summary>
    public const int Value = JsonFaults.MaxDepth - 6;

    /// <summary>Of a parameter's schema: around it are row, tools, tool, parameters and properties.</summary>
    public const int Schema = JsonFaults.MaxDepth - 5;

    /// <summary>Null when all values of the calls are shallow enough, else what is wrong.</summary>
    public static string? Problem(IEnumerable<ToolCall> calls)
    {
        foreach (var call in calls)
            foreach (var (name, value) in call.Arguments)
                if (Of(value) > Value) return $"\"{name}\" of the call of \"{call.Name}\" {Beyond(Value)}";
        return null;
    }

    /// <summary>The field, when it is shallow enough for a tool's schema.</summary>
    /// <exception cref="FieldException">It is not.</exception>
    public static JsonField CheckSchema(JsonField schema) => Of(JsonMarshal.GetRawUtf8Value(schema.Json)) <= Schema ? schema : throw schema.Error(Beyond(Schema));

    /// <summary>Levels of brackets in a value; 0 for one that has none.</summary>
    public static int Of(CallValue value) => value switch
    {
        CallValue.Sequence s => 1 + s.Items.Select(Of).DefaultIfEmpty().Max(),
        CallValue.Mapping m => 1 + m.Entries.Select(e => Of(e.Value)).DefaultIfEmpty().Max(),
        _ => 0,
    };

    /// <summary>What is said of more levels than an own row has left.</summary>
    public static string Beyond(int most) => $"nests deeper than {most} levels, more than an own row can hold";

    private static int Of(ReadOnlySpan<byte> json)
    {
        if (json.Length <= 2 * Schema) return 0; // Too short to nest so deep.
        var reader = new Utf8JsonReader(json, JsonFaults.AnyDepth);
        var deepest = 0;
        while (reader.Read())
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) deepest = Math.Max(deepest, reader.CurrentDepth + 1);
        return deepest;
    }
}
