using System.Globalization;
using System.Text;

namespace ToolZero.Core.Evaluation.Python;

/// <summary>The operator % on a text: <c>%s</c>, <c>%r</c> and <c>%d</c> without width or precision; null for anything else.</summary>
internal static class PyFormat
{
    private const int MaxLength = 64 * 1024;

    public static PyValue.Text? Apply(string format, PyValue operand)
    {
        var values = operand is PyValue.Sequence { Kind: PyKind.Tuple } tuple ? tuple.Items : [operand];
        var (text, next) = (new StringBuilder(), 0);
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                text.Append(format[i]);
                continue;
            }

            var kind = ++i < format.Length ? format[i] : '\0';
            if (kind == '%')
            {
                text.Append('%');
                continue;
            }

            if (next == values.Length || Shown(kind, values[next++]) is not { } shown || text.Length + shown.Length > MaxLength) return null;
            text.Append(shown);
        }

        // A mapping is the one operand that may stay unused.
        return next == values.Length || operand is PyMapping or PyValue.Sequence { Kind: PyKind.List } ? new PyValue.Text(text.ToString()) : null;
    }

    private static string? Shown(char kind, PyValue value) => kind switch
    {
        's' => value is PyValue.Text text ? text.Value : PyRepr.Of(value),
        'r' => PyRepr.Of(value),
        'd' when PyNumbers.Whole(value) is { } whole => whole.ToString(CultureInfo.InvariantCulture),
        'd' when value is PyValue.Real { Value: var real } && double.IsFinite(real) => new System.Numerics.BigInteger(real).ToString(CultureInfo.InvariantCulture),
        _ => null,
    };
}
