using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace ToolZero.Core.Evaluation.Python;

/// <summary>What came of reading JSON text.</summary>
/// <param name="Value">Null on failure.</param>
/// <param name="Error">One clause on failure, else null.</param>
public readonly record struct PyJsonRead(PyValue? Value, string? Error);

/// <summary>
/// Reads JSON as Python's <c>json.loads</c> does: NaN and Infinity are numbers, half a surrogate pair is a character, of a key written twice
/// the last value counts, 5 is an integer and 5.0 and 5e0 are not. Depth is bounded, time is linear.
/// </summary>
public sealed class PyJson
{
    /// <summary>Deepest nesting; CPython stops near a thousand.</summary>
    public const int MaxDepth = 900;

    private readonly string _text;
    private int _at;
    private int _depth;
    private string? _error;

    private PyJson(string text) => _text = text;

    public static PyJsonRead Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var reader = new PyJson(text);
        reader.SkipBlank();
        var value = reader.ReadValue();
        reader.SkipBlank();
        if (value is not null && reader._at < text.Length) value = reader.Fail("text after the value");
        return new PyJsonRead(value, value is null ? $"{reader._error} at {reader._at}" : null);
    }

    private PyValue? Fail(string error)
    {
        _error ??= error;
        return null;
    }

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    private void SkipBlank()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\n' or '\r') _at++;
    }

    private bool Take(string word)
    {
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0) return false;
        _at += word.Length;
        return true;
    }

    private PyValue? ReadValue()
    {
        switch (Current)
        {
            case '"': return ReadText() is { } text ? new PyValue.Text(text) : null;
            case '[': return Nested(ReadList);
            case '{': return Nested(ReadMapping);
            case '-' or (>= '0' and <= '9'): return ReadNumber();
        }

        if (Take("true")) return new PyValue.Boolean(true);
        if (Take("false")) return new PyValue.Boolean(false);
        if (Take("null")) return PyValue.None;
        if (Take("NaN")) return new PyValue.Real(double.NaN);
        return Take("Infinity") ? new PyValue.Real(double.PositiveInfinity) : Fail("a value is expected");
    }

    private PyValue? Nested(Func<PyValue?> read)
    {
        if (_depth == MaxDepth) return Fail($"nested deeper than {MaxDepth}");
        _depth++;
        _at++;
        SkipBlank();
        var value = read();
        _depth--;
        return value;
    }

    private PyValue? ReadList()
    {
        var items = ImmutableArray.CreateBuilder<PyValue>();
        if (Take("]")) return new PyValue.Sequence([]);
        while (true)
        {
            SkipBlank();
            if (ReadValue() is not { } item) return null;
            items.Add(item);
            SkipBlank();
            if (Take("]")) return new PyValue.Sequence(items.ToImmutable());
            if (!Take(",")) return Fail("',' or ']' is expected");
        }
    }

    private PyValue? ReadMapping()
    {
        var entries = new List<KeyValuePair<PyValue, PyValue>>();
        if (Take("}")) return PyMapping.Empty;
        while (true)
        {
            SkipBlank();
            if (Current != '"') return Fail("a key in double quotes is expected");
            if (ReadText() is not { } key) return null;
            SkipBlank();
            if (!Take(":")) return Fail("':' is expected");
            SkipBlank();
            if (ReadValue() is not { } value) return null;
            entries.Add(new(new PyValue.Text(key), value));
            SkipBlank();
            if (Take("}")) return PyMapping.From(entries);
            if (!Take(",")) return Fail("',' or '}' is expected");
        }
    }

    private PyValue? ReadNumber()
    {
        if (Take("-Infinity")) return new PyValue.Real(double.NegativeInfinity);
        var start = _at;
        if (Current == '-') _at++;
        if (!char.IsAsciiDigit(Current)) return Fail("a digit is expected");
        if (Current == '0') _at++;
        else SkipDigits();
        var isReal = false;
        if (Current == '.' && _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1]))
        {
            isReal = true;
            _at++;
            SkipDigits();
        }

        if (Current is 'e' or 'E')
        {
            var sign = _at + 1 < _text.Length && _text[_at + 1] is '+' or '-' ? 1 : 0;
            if (_at + 1 + sign < _text.Length && char.IsAsciiDigit(_text[_at + 1 + sign]))
            {
                isReal = true;
                _at += 1 + sign;
                SkipDigits();
            }
        }

        var spelling = _text.AsSpan(start, _at - start);
        if (isReal) return new PyValue.Real(double.Parse(spelling, NumberStyles.Float, CultureInfo.InvariantCulture));
        return spelling.Length > PyNumbers.MaxDigits
            ? Fail($"an integer of more than {PyNumbers.MaxDigits} digits")
            : new PyValue.Integer(BigInteger.Parse(spelling, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Current)) _at++;
    }

    private string? ReadText()
    {
        _at++;
        var end = _text.AsSpan(_at).IndexOfAny('"', '\\');
        var text = new StringBuilder();
        while (end >= 0)
        {
            var plain = _text.AsSpan(_at, end);
            if (plain.IndexOfAnyInRange('\0', '\u001f') is var control and >= 0)
            {
                _at += control;
                Fail("a control character in a string");
                return null;
            }

            _at += end + 1;
            if (_text[_at - 1] == '"') return text.Length == 0 ? plain.ToString() : text.Append(plain).ToString();
            text.Append(plain);
            if (!ReadEscape(text)) return null;
            end = _text.AsSpan(_at).IndexOfAny('"', '\\');
        }

        Fail("a string is not closed");
        return null;
    }

    private bool ReadEscape(StringBuilder text)
    {
        var c = Current;
        _at++;
        var plain = c switch { '"' or '\\' or '/' => c, 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', _ => '\0' };
        if (plain != '\0')
        {
            text.Append(plain);
            return true;
        }

        if (c != 'u' || _at + 4 > _text.Length || !ushort.TryParse(_text.AsSpan(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            return Fail("an unknown escape in a string") is not null;
        _at += 4;
        text.Append((char)code);
        return true;
    }
}
