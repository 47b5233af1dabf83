using System.Globalization;
using System.Text;
using ToolZero.Core.Calls;

namespace ToolZero.Core.Evaluation.Python;

/// <summary>Values as Python source writes them.</summary>
public static class PyRepr
{
    /// <summary>As <c>repr</c>, except that infinity is 1e309, which reads back.</summary>
    public static string Of(PyValue value)
    {
        var text = new StringBuilder();
        Append(text, value, int.MaxValue);
        return text.ToString();
    }

    /// <summary>The first characters of it and an ellipsis, or all of it where it is no longer. Time and memory go by the length, not by the value.</summary>
    public static string Start(PyValue value, int length)
    {
        var text = new StringBuilder();
        Append(text, value, length);
        return text.Length <= length ? text.ToString() : $"{text.ToString(0, length)}...";
    }

    /// <summary>Appends until the text is longer than <paramref name="most"/>.</summary>
    private static void Append(StringBuilder text, PyValue value, int most)
    {
        ArgumentNullException.ThrowIfNull(value);
        switch (value)
        {
            case PyValue.Text t:
                text.Append(PythonCallFormatter.FormatValue(new CallValue.Text(t.Value.Length > most ? t.Value[..(most + 1)] : t.Value)));
                break;
            case PyValue.Integer i: text.Append(i.Value.ToString(CultureInfo.InvariantCulture)); break;
            case PyValue.Real r: text.Append(OfReal(r.Value)); break;
            case PyValue.Boolean b: text.Append(b.Value ? "True" : "False"); break;
            case PyValue.Sequence s: AppendItems(text, s, most); break;
            case PyMapping m: AppendEntries(text, m, most); break;
            case PyValue.Other o: text.Append(o.Source); break;
            default: text.Append("None"); break;
        }
    }

    private static void AppendItems(StringBuilder text, PyValue.Sequence value, int most)
    {
        var isTuple = value.Kind == PyKind.Tuple;
        text.Append(isTuple ? '(' : '[');
        for (var i = 0; i < value.Items.Length && text.Length <= most; i++)
        {
            if (i > 0) text.Append(", ");
            Append(text, value.Items[i], most);
        }

        if (isTuple && value.Items.Length == 1) text.Append(',');
        text.Append(isTuple ? ')' : ']');
    }

    private static void AppendEntries(StringBuilder text, PyMapping value, int most)
    {
        text.Append('{');
        for (var i = 0; i < value.Count && text.Length <= most; i++)
        {
            if (i > 0) text.Append(", ");
            Append(text, value.Entries[i].Key, most);
            text.Append(": ");
            Append(text, value.Entries[i].Value, most);
        }

        text.Append('}');
    }

    private static string OfReal(double value)
    {
        if (double.IsNaN(value)) return "nan";
        if (double.IsInfinity(value)) return value > 0 ? "1e309" : "-1e309";
        return PythonCallFormatter.FormatReal(value);
    }
}
