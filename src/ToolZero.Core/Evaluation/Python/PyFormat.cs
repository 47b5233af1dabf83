using System.Text;

namespace ToolZero.Core.Evaluation.Python;

/// <summary>The operator % on a text: fields <c>%s</c>, <c>%r</c>, <c>%d</c> and <c>%f</c> with flags, width and digits; null for anything else.</summary>
internal static class PyFormat
{
    public static PyValue.Text? Apply(string format, PyValue operand)
    {
        var values = operand is PyValue.Sequence { Kind: PyKind.Tuple } tuple ? tuple.Items : [operand];
        var (text, next) = (new StringBuilder(), 0);
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                text.Append(format[i]);
            }
            else if (i + 1 < format.Length && format[i + 1] == '%')
            {
                text.Append('%');
                i++;
            }
            else
            {
                if (PyFormatField.Read(format, ref i) is not { } field || next == values.Length || field.Show(values[next++]) is not { } shown) return null;
                text.Append(shown);
            }

            if (text.Length > PySequences.MaxItems) return null;
        }

        // A mapping is the one operand that may stay unused.
        return next == values.Length || operand is PyMapping or PyValue.Sequence { Kind: PyKind.List } ? new PyValue.Text(text.ToString()) : null;
    }
}
