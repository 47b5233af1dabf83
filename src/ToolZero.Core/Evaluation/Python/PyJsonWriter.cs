using System.Globalization;
using System.Text;
using ToolZero.Core.Calls;

namespace ToolZero.Core.Evaluation.Python;

/// <summary>
/// Writes values as Python's <c>json.dumps(…, ensure_ascii=False)</c> does, on one line; half a surrogate pair becomes an escape, so that the
/// text is always UTF-8.
/// </summary>
public static class PyJsonWriter
{
    public static string Write(PyValue value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    public static void Append(StringBuilder text, PyValue value)
    {
        ArgumentNullException.ThrowIfNull(text);
        switch (value)
        {
            case PyValue.Text t: AppendText(text, t.Value); break;
            case PyValue.Sequence s:
                text.Append('[');
                for (var i = 0; i < s.Items.Length; i++)
                {
                    if (i > 0) text.Append(", ");
                    Append(text, s.Items[i]);
                }

                text.Append(']');
                break;
            case PyMapping m:
                text.Append('{');
                for (var i = 0; i < m.Count; i++)
                {
                    if (i > 0) text.Append(", ");
                    AppendText(text, m.Entries[i].Key is PyValue.Text key ? key.Value : Write(m.Entries[i].Key));
                    text.Append(": ");
                    Append(text, m.Entries[i].Value);
                }

                text.Append('}');
                break;
            default: text.Append(Scalar(value)); break;
        }
    }

    /// <summary>A JSON string with its quotes.</summary>
    public static void AppendText(StringBuilder text, string value)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(value);
        text.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c is '"' or '\\') text.Append('\\').Append(c);
            else if (c == '\n') text.Append("\\n");
            else if (c == '\r') text.Append("\\r");
            else if (c == '\t') text.Append("\\t");
            else if (c < ' ') text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else if (!char.IsSurrogate(c)) text.Append(c);
            else if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1])) text.Append(c).Append(value[++i]);
            else text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        text.Append('"');
    }

    private static string Scalar(PyValue value) => value switch
    {
        PyValue.Integer i => i.Value.ToString(CultureInfo.InvariantCulture),
        PyValue.Boolean b => b.Value ? "true" : "false",
        PyValue.Real r when double.IsNaN(r.Value) => "NaN",
        PyValue.Real r when double.IsInfinity(r.Value) => r.Value > 0 ? "Infinity" : "-Infinity",
        PyValue.Real r => PythonCallFormatter.FormatReal(r.Value),
        PyValue.Other o => Write(new PyValue.Text(o.Source)),
        _ => "null",
    };
}
