using System.Globalization;
using System.Numerics;

namespace ToolZero.Core.Calls;

/// <summary>Reads Python int and float literals: 10, 1_000, 0x1F, 0o17, 0b1, 1.5, .5, 1., 1e-3.</summary>
internal static class PythonNumberReader
{
    /// <summary>CPython's own bound on decimal integers, which keeps the conversion cheap.</summary>
    private const int MaxDecimalDigits = 4300;

    public static bool StartsAt(PythonScanner at) => char.IsAsciiDigit(at.Current) || (at.Current == '.' && char.IsAsciiDigit(at.Peek(1)));

    public static bool TryRead(PythonScanner at, bool negative, out CallValue value)
    {
        value = CallValue.Null.Instance;
        var bits = at.Current != '0' ? 0 : at.Peek(1) switch { 'x' or 'X' => 4, 'o' or 'O' => 3, 'b' or 'B' => 1, _ => 0 };
        if (bits > 0) return TryReadRadix(at, bits, negative, out value);

        var start = at.Position;
        if (!TrySkipDigits(at)) return false;
        var isReal = at.TryTake('.');
        if (isReal && !TrySkipDigits(at)) return false;
        if (at.Current is 'e' or 'E' && (char.IsAsciiDigit(at.Peek(1)) || (at.Peek(1) is '+' or '-' && char.IsAsciiDigit(at.Peek(2)))))
        {
            isReal = true;
            at.Position += 2;
            if (!TrySkipDigits(at)) return false;
        }

        if (RunsOn(at)) return at.Fail("malformed number");
        var spelling = at.Text[start..at.Position].Replace("_", "", StringComparison.Ordinal);
        if (isReal)
        {
            var real = double.Parse(spelling, NumberStyles.Float, CultureInfo.InvariantCulture);
            value = new CallValue.Real(negative ? -real : real);
            return true;
        }

        if (spelling.Length > MaxDecimalDigits) return at.Fail($"integer of more than {MaxDecimalDigits} digits");
        if (spelling[0] == '0' && spelling.AsSpan().ContainsAnyExcept('0')) return at.Fail("leading zero in an integer");
        var integer = BigInteger.Parse(spelling, NumberStyles.None, CultureInfo.InvariantCulture);
        value = new CallValue.Integer(negative ? -integer : integer);
        return true;
    }

    /// <summary>Digits with single underscores between them; none is fine (".5", "1.").</summary>
    private static bool TrySkipDigits(PythonScanner at)
    {
        while (char.IsAsciiDigit(at.Current))
        {
            at.Position++;
            if (at.Current == '_' && !char.IsAsciiDigit(at.Peek(1))) return at.Fail("malformed number");
            at.TryTake('_');
        }

        return true;
    }

    private static bool TryReadRadix(PythonScanner at, int bits, bool negative, out CallValue value)
    {
        value = CallValue.Null.Instance;
        at.Position += 2;
        var start = at.Position;
        var digits = new List<byte>();
        while (true)
        {
            var digit = DigitOf(at.Peek(at.Current == '_' ? 1 : 0), bits);
            if (digit < 0) break;
            at.TryTake('_');
            at.Position++;
            digits.Add((byte)digit);
        }

        if (digits.Count == 0 || RunsOn(at) || at.Position == start) return at.Fail("malformed number");
        var integer = FromDigits(digits, bits);
        value = new CallValue.Integer(negative ? -integer : integer);
        return true;
    }

    /// <summary>A name stands right behind the digits; of reserved words Python allows that (<c>1if x else 2</c>).</summary>
    private static bool RunsOn(PythonScanner at)
    {
        if (!at.AtIdentifier) return false;
        var rest = at.Text.AsSpan(at.Position);
        foreach (var word in (ReadOnlySpan<string>)["and", "else", "for", "if", "in", "is", "not", "or"])
        {
            if (rest.StartsWith(word, StringComparison.Ordinal)) return false;
        }

        return true;
    }

    private static int DigitOf(char c, int bits)
    {
        var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : -1;
        return digit < 1 << bits ? digit : -1;
    }

    private static BigInteger FromDigits(List<byte> digits, int bits)
    {
        var bytes = new byte[digits.Count * bits / 8 + 2];
        for (var i = 0; i < digits.Count; i++)
        {
            var digit = digits[digits.Count - 1 - i];
            for (var b = 0; b < bits; b++)
            {
                var bit = i * bits + b;
                if ((digit >> b & 1) != 0) bytes[bit / 8] |= (byte)(1 << bit % 8);
            }
        }

        return new BigInteger(bytes, isUnsigned: true);
    }
}
