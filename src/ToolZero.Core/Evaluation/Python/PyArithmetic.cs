using System.Numerics;

namespace ToolZero.Core.Evaluation.Python;

/// <summary>Python's operators on values; null where Python would raise, or where the result would be unreasonably large.</summary>
internal static class PyArithmetic
{
    private const int MaxBits = 16 * 1024;

    public static PyValue? Apply(string sign, PyValue operand)
    {
        if (sign == "not") return PyTruth.Of(operand) is { } truth ? new PyValue.Boolean(!truth) : null;
        if (operand is PyValue.Real r) return sign switch { "-" => new PyValue.Real(-r.Value), "+" => r, _ => null };
        if (PyNumbers.Whole(operand) is not { } whole) return null;
        return new PyValue.Integer(sign switch { "-" => -whole, "+" => whole, _ => -whole - 1 });
    }

    public static PyValue? Apply(PyValue left, string sign, PyValue right)
    {
        var (a, b) = (PyNumbers.Whole(left), PyNumbers.Whole(right));
        if (a is { } x && b is { } y)
        {
            var areFlags = left is PyValue.Boolean && right is PyValue.Boolean;
            return areFlags && sign is "&" or "|" or "^" ? Flag(!x.IsZero, sign, !y.IsZero) : OfWholes(x, sign, y);
        }

        if (AsReal(left, a) is { } p && AsReal(right, b) is { } q) return PyReals.Apply(p, sign, q);
        return sign switch
        {
            "+" => PySequences.Joined(left, right),
            "%" => left is PyValue.Text format ? PyFormat.Apply(format.Value, right) : null,
            "*" => b is { } times ? PySequences.Repeated(left, times) : a is { } before ? PySequences.Repeated(right, before) : null,
            "|" => left is PyMapping first && right is PyMapping second ? PyMapping.From([.. first.Entries, .. second.Entries]) : null,
            _ => null,
        };
    }

    private static PyValue.Boolean Flag(bool x, string sign, bool y) => new(sign switch { "&" => x & y, "|" => x | y, _ => x ^ y });

    private static double? AsReal(PyValue value, BigInteger? whole)
    {
        if (value is PyValue.Real real) return real.Value;
        return whole is { } number && double.IsFinite((double)number) ? (double)number : null;
    }

    private static PyValue? OfWholes(BigInteger x, string sign, BigInteger y)
    {
        if (y.IsZero && sign is "/" or "//" or "%") return null;
        switch (sign)
        {
            case "+": return Whole(x + y);
            case "-": return Whole(x - y);
            case "*": return Bits(x) + Bits(y) > MaxBits ? null : Whole(x * y);
            case "/": return PyReals.Finite((double)x / (double)y);
            case "//": return Whole(Floor(x, y));
            case "%": return Whole(x - Floor(x, y) * y);
            case "&": return Whole(x & y);
            case "|": return Whole(x | y);
            case "^": return Whole(x ^ y);
            case "<<": return y.Sign < 0 || y > MaxBits ? null : Whole(x << (int)y);
            case ">>": return y.Sign < 0 ? null : Whole(y > MaxBits * 2 ? new BigInteger(x.Sign < 0 ? -1 : 0) : x >> (int)y);
            case "**" when y.Sign < 0: return x.IsZero ? null : PyReals.Apply((double)x, sign, (double)y);
            case "**": return y > MaxBits || Bits(x) * (long)y > MaxBits ? null : Whole(BigInteger.Pow(x, (int)y));
            default: return null;
        }
    }

    private static long Bits(BigInteger x) => BigInteger.Abs(x) <= 1 ? 0 : x.GetBitLength();

    private static PyValue.Integer? Whole(BigInteger value) => Bits(value) > MaxBits ? null : new PyValue.Integer(value);

    private static BigInteger Floor(BigInteger x, BigInteger y)
    {
        var quotient = BigInteger.DivRem(x, y, out var rest);
        return !rest.IsZero && rest.Sign < 0 != y.Sign < 0 ? quotient - 1 : quotient;
    }
}
