using System.Numerics;
using System.Globalization;
using System.Text.Json;

namespace ToolZero.Core.Calls;

/// <summary>Values as JSON. The spelling of a number decides its type: 5 is an integer, 5.0 and 5e0 are reals.</summary>
public static class CallValueJson
{
    public static CallValue Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => new CallValue.Text(json.GetString()!),
        JsonValueKind.Number => ReadNumber(json.GetRawText()),
        JsonValueKind.True => new CallValue.Boolean(true),
        JsonValueKind.False => new CallValue.Boolean(false),
        JsonValueKind.Array => new CallValue.Sequence([.. json.EnumerateArray().Select(Read)]),
        JsonValueKind.Object => CallValue.Mapping.From(
            json.EnumerateObject().Select(p => KeyValuePair.Create<CallValue, CallValue>(new CallValue.Text(p.Name), Read(p.Value)))),
        _ => CallValue.Null.Instance,
    };

    /// <summary>False when JSON cannot carry the value: a dictionary key that is not a string, a lone surrogate, NaN.</summary>
    public static bool CanWrite(CallValue value) => value switch
    {
        CallValue.Text t => IsWellFormed(t.Value),
        CallValue.Real r => !double.IsNaN(r.Value),
        CallValue.Sequence s => s.Items.All(CanWrite),
        CallValue.Mapping m => m.Entries.All(e => e.Key is CallValue.Text && CanWrite(e.Key) && CanWrite(e.Value)),
        _ => true,
    };

    public static void Write(Utf8JsonWriter json, CallValue value)
    {
        ArgumentNullException.ThrowIfNull(json);
        switch (value)
        {
            case CallValue.Text t: json.WriteStringValue(t.Value); break;
            case CallValue.Integer i: json.WriteRawValue(i.Value.ToString(CultureInfo.InvariantCulture)); break;
            case CallValue.Real r: json.WriteRawValue(PythonCallFormatter.FormatReal(r.Value)); break;
            case CallValue.Boolean b: json.WriteBooleanValue(b.Value); break;
            case CallValue.Sequence s:
                json.WriteStartArray();
                foreach (var item in s.Items) Write(json, item);
                json.WriteEndArray();
                break;
            case CallValue.Mapping m:
                json.WriteStartObject();
                foreach (var (key, item) in m.Entries)
                {
                    json.WritePropertyName(((CallValue.Text)key).Value);
                    Write(json, item);
                }

                json.WriteEndObject();
                break;
            default: json.WriteNullValue(); break;
        }
    }

    private static CallValue ReadNumber(string raw) => raw.AsSpan().ContainsAny('.', 'e', 'E')
        ? new CallValue.Real(double.Parse(raw, NumberStyles.Float, CultureInfo.InvariantCulture))
        : new CallValue.Integer(BigInteger.Parse(raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])) return false;
            i++;
        }

        return true;
    }
}
