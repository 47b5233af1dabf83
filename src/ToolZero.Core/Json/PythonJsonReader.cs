using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using ToolZero.Core.Calls;

namespace ToolZero.Core.Json;

/// <summary>
/// Parses JSON exactly as Python's <c>json.loads</c> does, because published rewards and chat templates are defined by it: a key written
/// twice keeps its first place and last value; NaN, Infinity and -Infinity are numbers; integers have any size; 1 is an integer, 1.0 and 1e0
/// are reals; halves of surrogate pairs are kept; control characters inside strings are refused; only blank, tab, line feed and carriage
/// return are white space. Never throws on content; time is linear, depth and length are bounded.
/// </summary>
public sealed class PythonJsonReader
{
    /// <summary>Longest text, in UTF-16 units: no call that a model writes is longer.</summary>
    public const int MaxLength = 1024 * 1024;

    /// <summary>Deepest nesting. Python's own bound is its recursion limit, somewhat below 1000.</summary>
    public const int MaxDepth = 900;

    /// <summary>Most digits of an integer, its sign not counted: Python's <c>int</c> refuses more.</summary>
    private const int MaxDigits = 4300;

    private readonly string _text;
    private int _at;
    private int _depth;
    private string? _error;
    private int _errorAt;

    private PythonJsonReader(string text) => _text = text;

    /// <summary>Parses a whole text: one value with white space around it.</summary>
    /// <param name="text">JSON.</param>
    /// <param name="maxLength">Longest text that is parsed; a line of a file may hold more than a call.</param>
    public static PythonJsonParse Parse(string text, int maxLength = MaxLength)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > maxLength) return new PythonJsonParse(null, $"longer than {maxLength} characters", maxLength);
        var reader = new PythonJsonReader(text);
        reader.SkipSpace();
        if (!reader.TryRead(out var value)) return new PythonJsonParse(null, reader._error, reader._errorAt);
        reader.SkipSpace();
        return reader._at == text.Length ? new PythonJsonParse(value, null, 0) : new PythonJsonParse(null, "text after the value", reader._at);
    }

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    private bool TryRead(out CallValue value)
    {
        value = CallValue.Null.Instance;
        switch (Current)
        {
            case '{': return Nested(out value, TryReadObject);
            case '[': return Nested(out value, TryReadList);
            case '"':
                if (!TryReadString(out var text)) return false;
                value = new CallValue.Text(text);
                return true;
            case 't' when Take("true"): value = new CallValue.Boolean(true); return true;
            case 'f' when Take("false"): value = new CallValue.Boolean(false); return true;
            case 'n' when Take("null"): return true;
            case 'N' when Take("NaN"): value = new CallValue.Real(double.NaN); return true;
            case 'I' when Take("Infinity"): value = new CallValue.Real(double.PositiveInfinity); return true;
            case '-' when Take("-Infinity"): value = new CallValue.Real(double.NegativeInfinity); return true;
            case '-' or (>= '0' and <= '9'): return TryReadNumber(out value);
            default: return Fail("value expected");
        }
    }

    private delegate bool Reader(out CallValue value);

    private bool Nested(out CallValue value, Reader read)
    {
        value = CallValue.Null.Instance;
        if (_depth == MaxDepth) return Fail($"nests deeper than {MaxDepth}");
        _depth++;
        _at++;
        SkipSpace();
        if (!read(out value)) return false;
        _depth--;
        return true;
    }

    private bool TryReadObject(out CallValue value)
    {
        value = CallValue.Null.Instance;
        var entries = new List<KeyValuePair<CallValue, CallValue>>();
        if (!TakeCharacter('}'))
        {
            do
            {
                SkipSpace();
                if (Current != '"') return Fail("property name expected");
                if (!TryReadString(out var name)) return false;
                SkipSpace();
                if (!TakeCharacter(':')) return Fail("':' expected");
                SkipSpace();
                if (!TryRead(out var item)) return false;
                entries.Add(new(new CallValue.Text(name), item));
                SkipSpace();
            }
            while (TakeCharacter(','));
            if (!TakeCharacter('}')) return Fail("',' or '}' expected");
        }

        value = CallValue.Mapping.From(entries);
        return true;
    }

    private bool TryReadList(out CallValue value)
    {
        value = CallValue.Null.Instance;
        var items = ImmutableArray.CreateBuilder<CallValue>();
        if (!TakeCharacter(']'))
        {
            do
            {
                SkipSpace();
                if (!TryRead(out var item)) return false;
                items.Add(item);
                SkipSpace();
            }
            while (TakeCharacter(','));
            if (!TakeCharacter(']')) return Fail("',' or ']' expected");
        }

        value = new CallValue.Sequence(items.DrainToImmutable());
        return true;
    }

    private bool TryReadString(out string value)
    {
        value = "";
        var end = PythonJsonString.Read(_text, _at + 1, out value, out var error);
        if (error is not null)
        {
            _at = end;
            return Fail(error);
        }

        _at = end;
        return true;
    }

    /// <summary>An optional minus, digits without leading zeros, and a fraction or exponent only where it is complete: <c>1.</c> is 1 and a stray dot.</summary>
    private bool TryReadNumber(out CallValue value)
    {
        value = CallValue.Null.Instance;
        var start = _at;
        if (Current == '-') _at++;
        if (!char.IsAsciiDigit(Current)) return Fail("digit expected");
        if (Current == '0') _at++;
        else SkipDigits();

        var digits = _at;
        if (Current == '.' && _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1]))
        {
            _at++;
            SkipDigits();
        }

        if (Current is 'e' or 'E')
        {
            var sign = _at + 1 < _text.Length && _text[_at + 1] is '+' or '-' ? 1 : 0;
            if (_at + 1 + sign < _text.Length && char.IsAsciiDigit(_text[_at + 1 + sign]))
            {
                _at += 1 + sign;
                SkipDigits();
            }
        }

        var raw = _text.AsSpan(start, _at - start);
        if (_at > digits)
        {
            value = new CallValue.Real(double.Parse(raw, NumberStyles.Float, CultureInfo.InvariantCulture));
            return true;
        }

        if (raw.TrimStart('-').Length > MaxDigits) return Fail($"integer of more than {MaxDigits} digits");
        value = new CallValue.Integer(long.TryParse(raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small)
            ? small
            : BigInteger.Parse(raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        return true;
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Current)) _at++;
    }

    private void SkipSpace()
    {
        while (Current is ' ' or '\t' or '\n' or '\r') _at++;
    }

    private bool Take(string word)
    {
        if (!_text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal)) return false;
        _at += word.Length;
        return true;
    }

    private bool TakeCharacter(char c)
    {
        if (_at >= _text.Length || _text[_at] != c) return false;
        _at++;
        return true;
    }

    private bool Fail(string error)
    {
        if (_error is null) (_error, _errorAt) = (error, _at);
        return false;
    }
}
