using System.Numerics;
using ToolZero.Core.Evaluation.Python.Syntax;

namespace ToolZero.Core.Evaluation.Python;

/// <summary>
/// The value of an arithmetic expression over literals, by Python's rules; null where Python would raise, where a name or a call would have
/// to be run, or where the result would be unreasonably large.
/// </summary>
internal static class PyArithmetic
{
    private const int MaxBits = 16 * 1024;
    private const int MaxItems = 64 * 1024;

    public static PyValue? Evaluate(PyNode node) => node switch
    {
        PyNode.Constant c => c.Value,
        PyNode.Unary u => Evaluate(u.Operand) is { } operand ? Apply(u.Operator, operand) : null,
        PyNode.Binary b => Evaluate(b.Left) is { } left && Evaluate(b.Right) is { } right ? Apply(left, b.Operator, right) : null,
        PyNode.Items { Bracket: PyBracket.List or PyBracket.Tuple } items => EvaluateItems(items),
        PyNode.Mapping { Entries.IsEmpty: true } => PyMapping.Empty,
        _ => null,
    };

    private static PyValue.Sequence? EvaluateItems(PyNode.Items node)
    {
        var items = node.Values.Select(Evaluate).ToList();
        return items.Contains(null) ? null : new PyValue.Sequence([.. items!], node.Bracket == PyBracket.Tuple);
    }

    private static PyValue? Apply(string sign, PyValue operand)
    {
        if (operand is PyValue.Real r)
        {
            return sign switch { "-" => new PyValue.Real(-r.Value), "+" => r, "not" => new PyValue.Boolean(r.Value == 0), _ => null };
        }

        if (PyNumbers.Whole(operand) is not { } whole) return null;
        return sign switch
        {
            "-" => new PyValue.Integer(-whole),
            "+" => new PyValue.Integer(whole),
            "~" => new PyValue.Integer(-whole - 1),
            _ => new PyValue.Boolean(whole.IsZero),
        };
    }

    private static PyValue? Apply(PyValue left, string sign, PyValue right)
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
            "+" => Joined(left, right),
            "%" => left is PyValue.Text format ? PyFormat.Apply(format.Value, right) : null,
            "*" => b is { } times ? Repeated(left, times) : a is { } before ? Repeated(right, before) : null,
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

    private static PyValue? Joined(PyValue left, PyValue right) => (left, right) switch
    {
        (PyValue.Text a, PyValue.Text b) => new PyValue.Text(a.Value + b.Value),
        (PyValue.Sequence a, PyValue.Sequence b) when a.Kind == b.Kind => new PyValue.Sequence(a.Items.AddRange(b.Items), a.Kind == PyKind.Tuple),
        _ => null,
    };

    private static PyValue? Repeated(PyValue value, BigInteger times)
    {
        if (times > long.MaxValue || times < long.MinValue) return null;
        var count = times.Sign < 0 ? 0 : times > MaxItems ? MaxItems + 1 : (int)times;
        return value switch
        {
            PyValue.Text t when t.Value.Length * (long)count <= MaxItems => new PyValue.Text(string.Concat(Enumerable.Repeat(t.Value, count))),
            PyValue.Sequence s when s.Items.Length * (long)count <= MaxItems =>
                new PyValue.Sequence([.. Enumerable.Repeat(s.Items, count).SelectMany(items => items)], s.Kind == PyKind.Tuple),
            _ => null,
        };
    }
}
