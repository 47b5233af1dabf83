using System.Globalization;
using System.Numerics;
using System.Text;

namespace ToolZero.Core.Evaluation.Python;

/// <summary>One field of a format text, <c>%05.2f</c>: flags, width, digits, and how the value is written.</summary>
internal readonly record struct PyFormatField(string Flags, int Width, int? Digits, char Kind)
{
    private const int StandardDigits = 6;

    /// <summary>The field behind a percent sign at <paramref name="at"/>, which then stands on its last character; null where Python raises, and for <c>*</c>, <c>#</c> and names.</summary>
    public static PyFormatField? Read(string format, ref int at)
    {
        var start = ++at;
        while (at < format.Length && format[at] is '-' or '+' or ' ' or '0') at++;
        var flags = format[start..at];
        if (Number(format, ref at) is not { } width) return null;
        int? digits = null;
        if (at < format.Length && format[at] == '.')
        {
            at++;
            digits = Number(format, ref at);
            if (digits is null) return null;
        }

        return at < format.Length ? new PyFormatField(flags, width, digits, format[at]) : null;
    }

    /// <summary>The value as the field writes it; null where Python raises, and for kinds that are not known here.</summary>
    public string? Show(PyValue value) => Kind switch
    {
        's' => Padded("", Cut(value is PyValue.Text text ? text.Value : PyRepr.Of(value)), ' '),
        'r' => Padded("", Cut(PyRepr.Of(value)), ' '),
        'd' or 'i' or 'u' when Digits is null && Truncated(value) is { } whole =>
            Padded(Sign(whole.Sign < 0), BigInteger.Abs(whole).ToString(CultureInfo.InvariantCulture), Filler),
        'f' or 'F' when Digits is null or <= PyFixed.MaxDigits && Finite(value) is { } real =>
            Padded(Sign(double.IsNegative(real)), PyFixed.Of(real, Digits ?? StandardDigits), Filler),
        _ => null,
    };

    private char Filler => Flags.Contains('0', StringComparison.Ordinal) && !Flags.Contains('-', StringComparison.Ordinal) ? '0' : ' ';

    private string Sign(bool negative) =>
        negative ? "-" : Flags.Contains('+', StringComparison.Ordinal) ? "+" : Flags.Contains(' ', StringComparison.Ordinal) ? " " : "";

    /// <summary>Zeros stand behind the sign, blanks before it or, with the flag <c>-</c>, at the end.</summary>
    private string Padded(string sign, string text, char filler)
    {
        var missing = Math.Max(0, Width - sign.Length - text.EnumerateRunes().Count());
        var filling = new string(filler, missing);
        if (Flags.Contains('-', StringComparison.Ordinal)) return sign + text + filling;
        return filler == '0' ? sign + filling + text : filling + sign + text;
    }

    private string Cut(string text)
    {
        if (Digits is not { } most || text.Length <= most) return text;
        var cut = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Take(most)) cut.Append(rune.ToString());
        return cut.ToString();
    }

    private static BigInteger? Truncated(PyValue value) =>
        PyNumbers.Whole(value) ?? (value is PyValue.Real { Value: var real } && double.IsFinite(real) ? new BigInteger(real) : null);

    private static double? Finite(PyValue value)
    {
        var real = value is PyValue.Real r ? r.Value : PyNumbers.Whole(value) is { } whole ? (double)whole : double.NaN;
        return double.IsFinite(real) ? real : null;
    }

    /// <summary>Zero where there are no digits; null beyond what a text may have.</summary>
    private static int? Number(string format, ref int at)
    {
        var number = 0;
        for (; at < format.Length && char.IsAsciiDigit(format[at]); at++)
        {
            number = number * 10 + format[at] - '0';
            if (number > PySequences.MaxItems) return null;
        }

        return number;
    }
}
