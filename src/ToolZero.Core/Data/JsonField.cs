using System.Runtime.InteropServices;
using System.Text.Json;

namespace ToolZero.Core.Data;

/// <summary>A field of an input row is not what it must be. Turned into a <see cref="DataException"/> or a refusal where file and line are known.</summary>
internal sealed class FieldException(string field, string reason) : Exception($"{field}: {reason}")
{
    public string Field { get; } = DataException.OneLine(field);

    public string Reason { get; } = DataException.OneLine(reason);
}

/// <summary>A JSON value and the path that led to it, so that every complaint names its field.</summary>
internal readonly record struct JsonField(JsonElement Json, string Path)
{
    private const string HalfAName = "half of a surrogate pair in a property name";

    public JsonValueKind Kind => Json.ValueKind;

    public bool IsNull => Kind == JsonValueKind.Null;

    public static JsonField Root(JsonElement json) => new(json, "");

    public FieldException Error(string reason) => new(Path.Length == 0 ? RefusedRow.WholeRow : Path, reason);

    public FieldException Expected(string what) => Error($"expected {what}, found {Describe(Kind)}");

    /// <summary>The property, or null when it is absent or JSON null.</summary>
    public JsonField? Find(string name)
    {
        if (Kind != JsonValueKind.Object) throw Expected("an object");
        try
        {
            return Json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? new JsonField(value, Join(name)) : null;
        }
        catch (InvalidOperationException)
        {
            throw Error(HalfAName);
        }
    }

    /// <summary>True when the property is there and not null, whatever the names of its neighbours.</summary>
    public bool Has(string name)
    {
        foreach (var property in Json.EnumerateObject())
        {
            try
            {
                if (property.NameEquals(name)) return property.Value.ValueKind != JsonValueKind.Null;
            }
            catch (InvalidOperationException)
            {
                // Half of a surrogate pair is not the name that is looked for.
            }
        }

        return false;
    }

    public JsonField Require(string name) => Find(name) ?? throw new FieldException(Join(name), "missing");

    public string AsText()
    {
        if (Kind != JsonValueKind.String) throw Expected("a string");
        try
        {
            return Json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Error("half of a surrogate pair in a string");
        }
    }

    public bool AsBoolean() => Kind is JsonValueKind.True or JsonValueKind.False ? Json.GetBoolean() : throw Expected("true or false");

    public string TextOr(string name, string fallback) => Find(name)?.AsText() ?? fallback;

    public List<JsonField> Items()
    {
        if (Kind != JsonValueKind.Array) throw Expected("a list");
        var path = Path;
        return [.. Json.EnumerateArray().Select((item, i) => new JsonField(item, $"{path}[{i}]"))];
    }

    public List<(string Name, JsonField Value)> Properties()
    {
        if (Kind != JsonValueKind.Object) throw Expected("an object");
        var self = this;
        try
        {
            return [.. Json.EnumerateObject().Select(p => (p.Name, new JsonField(p.Value, self.Join(p.Name))))];
        }
        catch (InvalidOperationException)
        {
            throw Error(HalfAName);
        }
    }

    /// <summary>Throws at a property that is written twice: which of the two counts is not for a reader to choose.</summary>
    public void RequireOnce()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in Properties())
            if (!names.Add(name)) throw value.Error("written twice");
    }

    /// <summary>Throws at the first text or name in the value that holds half of a surrogate pair: it could be kept, and neither shown nor written.</summary>
    public void RequireText()
    {
        if (JsonMarshal.GetRawUtf8Value(Json).IndexOf("\\u"u8) < 0) return; // Only an escape can spell one.
        if (Kind == JsonValueKind.String) AsText();
        else if (Kind == JsonValueKind.Array) Items().ForEach(item => item.RequireText());
        else Properties().ForEach(property => property.Value.RequireText());
    }

    private string Join(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
