using System.Globalization;
using System.Numerics;

namespace ToolZero.Core.Evaluation.Python;

/// <summary>Floats with a fixed number of digits behind the point, rounded exactly, ties to even, as C and Python do it.</summary>
internal static class PyFixed
{
    /// <summary>Most digits behind the point; a float has none beyond.</summary>
    public const int MaxDigits = 1074;

    private const int FractionBits = 52;
    private const int ExponentBias = 1075;

    /// <summary>The digits of a finite number without its sign.</summary>
    public static string Of(double value, int digits)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var biased = (int)(bits >> FractionBits) & 0x7ff;
        var fraction = bits & ((1L << FractionBits) - 1);
        var significand = biased == 0 ? fraction : fraction | (1L << FractionBits);
        var exponent = Math.Max(biased, 1) - ExponentBias;
        var scaled = significand * BigInteger.Pow(10, digits);
        scaled = exponent >= 0 ? scaled << exponent : Rounded(scaled, -exponent);
        var text = scaled.ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        return digits == 0 ? text : $"{text[..^digits]}.{text[^digits..]}";
    }

    private static BigInteger Rounded(BigInteger value, int bits)
    {
        var quotient = value >> bits;
        var rest = value - (quotient << bits);
        var twice = (rest << 1).CompareTo(BigInteger.One << bits);
        return twice > 0 || (twice == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }
}
