using System.Globalization;
using System.Numerics;
using System.Text;
using ToolZero.Core.Calls;

namespace ToolZero.Core.Evaluation.Python;

/// <summary>Python's numbers: exact comparison across int, float and bool, and what <c>int(text)</c> and <c>float(text)</c> accept.</summary>
public static class PyNumbers
{
    /// <summary>CPython's bound on decimal integers, which keeps the conversion cheap.</summary>
    public const int MaxDigits = 4300;

    /// <summary>The value of an int or a bool; null for anything else.</summary>
    public static BigInteger? Whole(PyValue value) => value switch
    {
        PyValue.Integer i => i.Value,
        PyValue.Boolean b => b.Value ? BigInteger.One : BigInteger.Zero,
        _ => null,
    };

    internal static bool AreEqual(PyValue a, PyValue b)
    {
        if (a is PyValue.Real x) return b is PyValue.Real y ? x.Value == y.Value : Whole(b) is { } right && AreEqual(right, x.Value);
        return Whole(a) is { } left && (b is PyValue.Real z ? AreEqual(left, z.Value) : Whole(b) is { } other && left == other);
    }

    internal static int Hash(PyValue number) => number is PyValue.Real real
        ? double.IsFinite(real.Value) && double.IsInteger(real.Value) ? new BigInteger(real.Value).GetHashCode() : real.Value.GetHashCode()
        : Whole(number)!.Value.GetHashCode();

    /// <summary><c>int(text)</c>: white space around, a sign, decimal digits of any script, single underscores between them.</summary>
    internal static bool TryParseInteger(string text, out BigInteger value)
    {
        value = default;
        var trimmed = PythonText.Trim(text);
        return trimmed.Length <= MaxDigits * 2 && Spelling(trimmed, "+-_") is { } digits && digits.Length <= MaxDigits
            && BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    /// <summary><c>float(text)</c>: as above with fraction and exponent, and inf, infinity, nan.</summary>
    internal static bool TryParseReal(string text, out double value)
    {
        value = double.NaN;
        var trimmed = PythonText.Trim(text);
        var word = trimmed.TrimStart("+-").ToString().ToUpperInvariant();
        if (word is "INF" or "INFINITY" or "NAN" && trimmed.Length - word.Length <= 1)
        {
            if (word != "NAN") value = trimmed[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        return Spelling(trimmed, "+-_.eE") is { } spelling && double.TryParse(spelling, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    private static bool AreEqual(BigInteger whole, double real) => double.IsFinite(real) && double.IsInteger(real) && whole == new BigInteger(real);

    /// <summary>ASCII digits and the allowed signs without underscores; null when an underscore is not between digits or a character is another.</summary>
    private static string? Spelling(ReadOnlySpan<char> text, string allowed)
    {
        if (text.IsEmpty) return null;
        var spelling = new StringBuilder(text.Length);
        var afterDigit = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '_')
            {
                if (!afterDigit) return null;
                afterDigit = false;
                spelling.Append('_');
                continue;
            }

            var digit = Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber ? (int)Rune.GetNumericValue(rune) : -1;
            if (digit < 0 && (!rune.IsAscii || !allowed.Contains((char)rune.Value, StringComparison.Ordinal))) return null;
            if (digit < 0 && spelling.Length > 0 && spelling[^1] == '_') return null;
            spelling.Append(digit < 0 ? (char)rune.Value : (char)('0' + digit));
            afterDigit = digit >= 0;
        }

        return spelling[^1] == '_' ? null : spelling.Replace("_", "").ToString();
    }
}
