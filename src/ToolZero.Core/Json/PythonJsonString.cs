using System.Globalization;
using System.Text;

namespace ToolZero.Core.Json;

/// <summary>Reads a JSON string as Python does.</summary>
internal static class PythonJsonString
{
    /// <summary>Reads from behind the opening quote; returns the index behind the closing one, or where the error is.</summary>
    public static int Read(string text, int start, out string value, out string? error)
    {
        value = "";
        error = null;
        StringBuilder? built = null;
        var from = start;
        for (var at = start; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '"')
            {
                value = built is null ? text[from..at] : built.Append(text, from, at - from).ToString();
                return at + 1;
            }

            if (c < ' ')
            {
                error = "control character in a string";
                return at;
            }

            if (c != '\\') continue;
            built ??= new StringBuilder();
            built.Append(text, from, at - from);
            at++;
            if (at == text.Length) break;
            if (text[at] != 'u')
            {
                if (Escaped(text[at]) is not { } plain)
                {
                    error = "unknown escape in a string";
                    return at;
                }

                built.Append(plain);
            }
            else if (at + 4 < text.Length && IsHexadecimal(text.AsSpan(at + 1, 4)))
            {
                built.Append((char)ushort.Parse(text.AsSpan(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                at += 4;
            }
            else
            {
                error = "\\u needs four hexadecimal digits";
                return at;
            }

            from = at + 1;
        }

        error = "string without end";
        return text.Length;
    }

    private static bool IsHexadecimal(ReadOnlySpan<char> digits)
    {
        foreach (var c in digits)
            if (!char.IsAsciiHexDigit(c)) return false;
        return true;
    }

    private static char? Escaped(char c) => c switch
    {
        '"' or '\\' or '/' => c,
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        _ => null,
    };
}
