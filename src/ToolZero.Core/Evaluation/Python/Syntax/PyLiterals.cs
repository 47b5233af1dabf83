using System.Text;
using ToolZero.Core.Calls;

namespace ToolZero.Core.Evaluation.Python.Syntax;

/// <summary>Number and string literals as constants; null with the scanner's error on failure.</summary>
internal static class PyLiterals
{
    public static PyNode.Constant? ReadNumber(PythonScanner at)
    {
        if (ImaginaryLength(at) is var length and > 0)
        {
            var source = at.Text.Substring(at.Position, length);
            at.Position += length;
            return new PyNode.Constant(new PyValue.Other(source));
        }

        if (!PythonNumberReader.TryRead(at, false, out var value)) return null;
        return new PyNode.Constant(value is CallValue.Integer i ? new PyValue.Integer(i.Value) : new PyValue.Real(((CallValue.Real)value).Value));
    }

    /// <summary>One string of whatever prefix; adjacent ones are joined by the parser.</summary>
    public static PyNode? ReadText(PythonScanner at)
    {
        var quote = 0;
        while (at.Peek(quote) is not ('\'' or '"')) quote++;
        var prefix = at.Text.AsSpan(at.Position, quote).ToString().ToUpperInvariant();
        if (prefix is "B" or "RB" or "BR") return ReadBytes(at, prefix);
        if (prefix is "F" or "RF" or "FR") return ReadFormatted(at, prefix.Length);
        if (prefix is not ("" or "R" or "U")) return Fail(at, "an unknown prefix of a string");
        var text = new StringBuilder();
        return PythonStringReader.TryReadOne(at, text) ? new PyNode.Constant(new PyValue.Text(text.ToString()), prefix == "U") : null;
    }

    private static PyNode.Constant? ReadBytes(PythonScanner at, string prefix)
    {
        var start = at.Position;
        var end = EndOfString(at, prefix.Length);
        if (end < 0) return Fail(at, "bytes are not closed");
        if (at.Text.AsSpan(start, end - start).ContainsAnyExceptInRange('\0', '\u007f')) return Fail(at, "bytes hold ASCII only");
        at.Position = end;
        return new PyNode.Constant(new PyValue.Other(at.Text[start..end]));
    }

    private static PyNode? ReadFormatted(PythonScanner at, int prefix)
    {
        var end = EndOfString(at, prefix);
        if (end < 0) return Fail(at, "a string is not closed");
        var source = at.Text[(at.Position + prefix)..end];
        var quotes = source.Length >= 6 && source[1] == source[0] && source[2] == source[0] ? 3 : 1;
        if (!PyFields.AreWellFormed(source[quotes..^quotes])) return Fail(at, "a malformed formatted string");
        at.Position = end;
        return new PyNode.Formatted($"f{source}");
    }

    /// <summary>Where the string that starts after a prefix ends; -1 when it does not.</summary>
    private static int EndOfString(PythonScanner at, int prefix)
    {
        var quote = at.Peek(prefix);
        var triple = at.Peek(prefix + 1) == quote && at.Peek(prefix + 2) == quote;
        for (var i = at.Position + prefix + (triple ? 3 : 1); i < at.Text.Length; i++)
        {
            var c = at.Text[i];
            if (c == '\\') i++;
            else if (c == '\n' && !triple) return -1;
            else if (c == quote && !triple) return i + 1;
            else if (c == quote && string.CompareOrdinal(at.Text, i, new string(quote, 3), 0, 3) == 0) return i + 3;
        }

        return -1;
    }

    private static int ImaginaryLength(PythonScanner at)
    {
        var length = Digits(at, 0);
        if (at.Peek(length) == '.') length = Digits(at, length + 1);
        if (at.Peek(length) is 'e' or 'E')
        {
            var exponent = length + (at.Peek(length + 1) is '+' or '-' ? 2 : 1);
            if (char.IsAsciiDigit(at.Peek(exponent))) length = Digits(at, exponent);
        }

        return at.Peek(length) is 'j' or 'J' && !IsWord(at.Peek(length + 1)) ? length + 1 : 0;
    }

    private static int Digits(PythonScanner at, int from)
    {
        while (char.IsAsciiDigit(at.Peek(from)) || (at.Peek(from) == '_' && char.IsAsciiDigit(at.Peek(from + 1)))) from++;
        return from;
    }

    private static bool IsWord(char c) => c == '_' || char.IsLetterOrDigit(c);

    private static PyNode.Constant? Fail(PythonScanner at, string error)
    {
        at.Fail(error);
        return null;
    }
}
