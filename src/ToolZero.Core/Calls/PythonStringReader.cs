using System.Globalization;
using System.Text;

namespace ToolZero.Core.Calls;

/// <summary>Reads Python string literals: one to three quotes, the prefixes r and u, all escapes but \N, adjacent literals joined.</summary>
internal static class PythonStringReader
{
    /// <summary>True when a string literal, of whatever prefix, starts here.</summary>
    public static bool StartsAt(PythonScanner at)
    {
        var letters = 0;
        while (letters < 2 && "rRbBuUfFtT".Contains(at.Peek(letters), StringComparison.Ordinal)) letters++;
        return at.Peek(letters) is '\'' or '"';
    }

    /// <summary>Reads one or more adjacent literals as one value.</summary>
    public static bool TryRead(PythonScanner at, out CallValue value)
    {
        value = CallValue.Null.Instance;
        var text = new StringBuilder();
        do
        {
            if (!TryReadOne(at, text)) return false;
            at.SkipBlank();
        }
        while (StartsAt(at));

        value = new CallValue.Text(text.ToString());
        return true;
    }

    /// <summary>Reads one literal and appends its value.</summary>
    public static bool TryReadOne(PythonScanner at, StringBuilder text)
    {
        var raw = false;
        if (at.Current is not ('\'' or '"'))
        {
            raw = at.Current is 'r' or 'R';
            if ((!raw && at.Current is not ('u' or 'U')) || at.Peek(1) is not ('\'' or '"')) return at.Fail("only plain strings are literals here");
            at.Position++;
        }

        var quote = at.Current;
        var triple = at.Peek(1) == quote && at.Peek(2) == quote;
        at.Position += triple ? 3 : 1;
        while (!at.AtEnd)
        {
            var c = at.Current;
            if (c == quote && (!triple || (at.Peek(1) == quote && at.Peek(2) == quote)))
            {
                at.Position += triple ? 3 : 1;
                return true;
            }

            if (c == '\\')
            {
                if (!TryReadEscape(at, raw, text)) return false;
            }
            else if (c is '\n' or '\r')
            {
                if (!triple) return at.Fail("line end inside a string");
                TakeLineEnd(at);
                text.Append('\n');
            }
            else
            {
                text.Append(c);
                at.Position++;
            }
        }

        return at.Fail("string is not closed");
    }

    private static bool TryReadEscape(PythonScanner at, bool raw, StringBuilder text)
    {
        at.Position++;
        if (at.AtEnd) return at.Fail("string is not closed");
        var c = at.Current;
        if (raw)
        {
            // A raw string keeps the backslash and whatever it protects, quotes included.
            text.Append('\\');
            if (c is '\n' or '\r') TakeLineEnd(at);
            else at.Position++;
            text.Append(c is '\r' ? '\n' : c);
            return true;
        }

        if (c is '\n' or '\r')
        {
            TakeLineEnd(at);
            return true;
        }

        at.Position++;
        switch (c)
        {
            case '\\' or '\'' or '"': text.Append(c); return true;
            case 'a': text.Append('\a'); return true;
            case 'b': text.Append('\b'); return true;
            case 'f': text.Append('\f'); return true;
            case 'n': text.Append('\n'); return true;
            case 'r': text.Append('\r'); return true;
            case 't': text.Append('\t'); return true;
            case 'v': text.Append('\v'); return true;
            case 'x': return TryReadHex(at, 2, text);
            case 'u': return TryReadHex(at, 4, text);
            case 'U': return TryReadHex(at, 8, text);
            case 'N': return at.Fail("\\N{...} escapes are not supported");
            case >= '0' and <= '7': text.Append(TakeOctal(at, c)); return true;
            default: text.Append('\\').Append(c); return true; // Python keeps an unknown escape as it is written.
        }
    }

    private static char TakeOctal(PythonScanner at, char first)
    {
        var code = first - '0';
        for (var i = 0; i < 2 && at.Current is >= '0' and <= '7'; i++, at.Position++) code = code * 8 + (at.Current - '0');
        return (char)code;
    }

    private static bool TryReadHex(PythonScanner at, int digits, StringBuilder text)
    {
        if (at.Position + digits > at.Text.Length
            || !uint.TryParse(at.Text.AsSpan(at.Position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || code > 0x10FFFF)
            return at.Fail("malformed escape");
        at.Position += digits;
        if (code <= char.MaxValue) text.Append((char)code);
        else text.Append(char.ConvertFromUtf32((int)code));
        return true;
    }

    private static void TakeLineEnd(PythonScanner at) => at.Position += at.Current == '\r' && at.Peek(1) == '\n' ? 2 : 1;
}
