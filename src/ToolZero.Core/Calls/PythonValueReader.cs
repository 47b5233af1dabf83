using System.Collections.Immutable;

namespace ToolZero.Core.Calls;

/// <summary>Reads literal values; recursion is bounded by the scanner's depth limit.</summary>
internal static class PythonValueReader
{
    /// <summary>Reads one value and tells whether it may be a dictionary key (no list or dictionary inside).</summary>
    public static bool TryRead(PythonScanner at, out CallValue value, out bool hashable)
    {
        value = CallValue.Null.Instance;
        hashable = true;
        at.SkipBlank();
        if (at.AtEnd) return at.Fail("ends where a value is expected");
        if (PythonStringReader.StartsAt(at)) return PythonStringReader.TryRead(at, out value);
        if (PythonNumberReader.StartsAt(at)) return PythonNumberReader.TryRead(at, false, out value);
        switch (at.Current)
        {
            case '[':
                hashable = false;
                return TryReadItems(at, ']', out value, out _, out _);
            case '(':
                return TryReadParentheses(at, out value, out hashable);
            case '{':
                hashable = false;
                return TryReadMapping(at, out value);
            case '+' or '-':
                var negative = at.Current == '-';
                at.Position++;
                return TryReadSigned(at, negative, out value);
            default:
                return TryReadConstant(at, out value);
        }
    }

    /// <summary>The number behind a sign; Python sees no parentheses around it.</summary>
    private static bool TryReadSigned(PythonScanner at, bool negative, out CallValue value)
    {
        value = CallValue.Null.Instance;
        at.SkipBlank();
        if (at.Current == '(') return at.Open() && TryReadSigned(at, negative, out value) && at.Close(')');
        return PythonNumberReader.StartsAt(at) ? PythonNumberReader.TryRead(at, negative, out value) : at.Fail("a sign needs a number");
    }

    private static bool TryReadConstant(PythonScanner at, out CallValue value)
    {
        var start = at.Position;
        value = CallValue.Null.Instance;
        switch (at.TakeIdentifier())
        {
            case "True": value = new CallValue.Boolean(true); return true;
            case "False": value = new CallValue.Boolean(false); return true;
            case "None": return true;
            default:
                at.Position = start;
                return at.Fail("not a literal value");
        }
    }

    /// <summary>A tuple, or one value in parentheses, which is just that value.</summary>
    private static bool TryReadParentheses(PythonScanner at, out CallValue value, out bool hashable)
    {
        if (!TryReadItems(at, ')', out value, out hashable, out var commas)) return false;
        var items = ((CallValue.Sequence)value).Items;
        if (items.Length == 1 && commas == 0) value = items[0];
        return true;
    }

    private static bool TryReadItems(PythonScanner at, char close, out CallValue value, out bool hashable, out int commas)
    {
        var items = ImmutableArray.CreateBuilder<CallValue>();
        value = CallValue.Null.Instance;
        hashable = true;
        commas = 0;
        if (!at.Open()) return false;
        at.SkipBlank();
        while (!at.AtEnd && at.Current != close)
        {
            if (!TryRead(at, out var item, out var itemHashable)) return false;
            items.Add(item);
            hashable &= itemHashable;
            at.SkipBlank();
            if (!at.TryTake(',')) break;
            commas++;
            at.SkipBlank();
        }

        value = new CallValue.Sequence(items.ToImmutable());
        return at.Close(close);
    }

    private static bool TryReadMapping(PythonScanner at, out CallValue value)
    {
        var entries = new List<KeyValuePair<CallValue, CallValue>>();
        value = CallValue.Null.Instance;
        if (!at.Open()) return false;
        at.SkipBlank();
        while (!at.AtEnd && at.Current != '}')
        {
            if (!TryRead(at, out var key, out var hashable)) return false;
            if (!hashable) return at.Fail("a list or dictionary cannot be a key");
            at.SkipBlank();
            if (!at.TryTake(':')) return at.Fail("':' expected after a key");
            if (!TryRead(at, out var item, out _)) return false;
            entries.Add(new(key, item));
            at.SkipBlank();
            if (!at.TryTake(',')) break;
            at.SkipBlank();
        }

        value = CallValue.Mapping.From(entries);
        return at.Close('}');
    }
}
