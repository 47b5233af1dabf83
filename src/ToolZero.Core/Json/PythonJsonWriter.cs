using System.Globalization;
using System.Text;
using ToolZero.Core.Calls;

namespace ToolZero.Core.Json;

/// <summary>
/// Writes JSON as Python's <c>json.dumps(value, ensure_ascii=False)</c> does, which is what the chat templates' <c>tojson</c> is: one blank
/// after comma and colon, keys in their order, floats as <c>repr</c>, everything outside ASCII as it is. A key that is a number, a constant or
/// None becomes a string, as there. Of a tuple as a key, which Python refuses, a list is written: that is no JSON, so it equals nothing that is.
/// </summary>
public static class PythonJsonWriter
{
    public static string Write(CallValue value) => Write(value, sorted: false);

    /// <summary>With the keys of every dictionary in order: equal texts are equal values, whatever the order of keys.</summary>
    public static string WriteSorted(CallValue value) => Write(value, sorted: true);

    public static void Append(StringBuilder text, CallValue value)
    {
        ArgumentNullException.ThrowIfNull(text);
        Append(text, value, sorted: false);
    }

    private static string Write(CallValue value, bool sorted)
    {
        var text = new StringBuilder();
        Append(text, value, sorted);
        return text.ToString();
    }

    private static void Append(StringBuilder text, CallValue value, bool sorted)
    {
        switch (value)
        {
            case CallValue.Text t: AppendString(text, t.Value); break;
            case CallValue.Integer i: text.Append(i.Value.ToString(CultureInfo.InvariantCulture)); break;
            case CallValue.Real r: text.Append(Real(r.Value)); break;
            case CallValue.Boolean b: text.Append(b.Value ? "true" : "false"); break;
            case CallValue.Sequence s:
                text.Append('[');
                for (var i = 0; i < s.Items.Length; i++)
                {
                    if (i > 0) text.Append(", ");
                    Append(text, s.Items[i], sorted);
                }

                text.Append(']');
                break;
            case CallValue.Mapping m:
                text.Append('{');
                var entries = sorted ? m.Entries.Sort((a, b) => string.CompareOrdinal(KeyOf(a.Key), KeyOf(b.Key))) : m.Entries;
                for (var i = 0; i < entries.Length; i++)
                {
                    if (i > 0) text.Append(", ");
                    if (entries[i].Key is CallValue.Sequence tuple) Append(text, tuple, sorted);
                    else AppendString(text, KeyOf(entries[i].Key));
                    text.Append(": ");
                    Append(text, entries[i].Value, sorted);
                }

                text.Append('}');
                break;
            default: text.Append("null"); break;
        }
    }

    public static void AppendString(StringBuilder text, string value)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(value);
        text.Append('"');
        var from = 0;
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c >= ' ' && c is not ('"' or '\\')) continue;
            text.Append(value, from, i - from);
            from = i + 1;
            _ = c switch
            {
                '"' or '\\' => text.Append('\\').Append(c),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                _ => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            };
        }

        text.Append(value, from, value.Length - from).Append('"');
    }

    private static string KeyOf(CallValue key) => key is CallValue.Text text ? text.Value : Write(key);

    private static string Real(double value) =>
        double.IsNaN(value) ? "NaN"
        : double.IsInfinity(value) ? (value > 0 ? "Infinity" : "-Infinity")
        : PythonCallFormatter.FormatReal(value);
}
