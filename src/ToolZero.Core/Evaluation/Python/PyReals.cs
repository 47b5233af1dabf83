namespace ToolZero.Core.Evaluation.Python;

/// <summary>Arithmetic of floats as Python does it; null where Python raises.</summary>
internal static class PyReals
{
    public static PyValue? Apply(double x, string sign, double y)
    {
        if (y == 0 && sign is "/" or "//" or "%") return null;
        return sign switch
        {
            "+" => new PyValue.Real(x + y),
            "-" => new PyValue.Real(x - y),
            "*" => new PyValue.Real(x * y),
            "/" => new PyValue.Real(x / y),
            "//" => new PyValue.Real(Divide(x, y).Quotient),
            "%" => new PyValue.Real(Divide(x, y).Modulo),
            "**" => Power(x, y),
            _ => null,
        };
    }

    /// <summary>Null for an infinite value: Python raises OverflowError.</summary>
    public static PyValue.Real? Finite(double value) => double.IsFinite(value) ? new PyValue.Real(value) : null;

    private static PyValue? Power(double x, double y)
    {
        if (x == 0 && y < 0) return null;
        if (x < 0 && double.IsFinite(x) && double.IsFinite(y) && !double.IsInteger(y)) return new PyValue.Other("complex");
        var power = Math.Pow(x, y);
        return double.IsInfinity(power) && double.IsFinite(x) && double.IsFinite(y) ? null : new PyValue.Real(power);
    }

    /// <summary>Quotient rounded down, and a rest with the divisor's sign.</summary>
    private static (double Quotient, double Modulo) Divide(double x, double y)
    {
        var rest = x % y;
        var quotient = (x - rest) / y;
        if (rest != 0 && y < 0 != rest < 0)
        {
            rest += y;
            quotient -= 1;
        }
        else if (rest == 0)
        {
            rest = Math.CopySign(0, y);
        }

        if (quotient == 0) return (Math.CopySign(0, x / y), rest);
        var floor = Math.Floor(quotient);
        return (quotient - floor > 0.5 ? floor + 1 : floor, rest);
    }
}
