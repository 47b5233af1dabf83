#nullable disable
using System.Globalization;
using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>A cursor over HOCON text: white space, comments, texts and key paths. Every character is passed once.</summary>
internal sealed class HoconReader(string text)
{
    private const string NotInText = "$\"{}[]:=,#`^?!@*&\\";

    public int Position { get; private set; }

    public bool AtEnd => Position >= text.Length;

    public char Current => AtEnd ? '\0' : text[Position];

    public bool Sees(string expected) => string.CompareOrdinal(text, Position, expected, 0, expected.Length) == 0;

    public bool Take(char expected)
    {
        if (AtEnd || Current != expected) return false;
        Position++;
        return true;
    }

    public void Skip(int count) => Position += count;

    public FormatException Error(string message, int? at = null) => new($"{HoconText.OneLine(message)}, {Place(at ?? Position)}.");

    public string Place(int at)
    {
        var before = text.AsSpan(0, Math.Min(at, text.Length));
        var column = before.Length - before.LastIndexOf('\n');
        return string.Create(CultureInfo.InvariantCulture, $"line {before.Count('\n') + 1}, column {column}");
    }

    /// <summary>Skips white space and comments; true when a line ended.</summary>
    public bool SkipLines()
    {
        var start = Position;
        var newline = false;
        if (start == 0) Take('\uFEFF');
        while (!AtEnd)
        {
            if (StartsComment())
            {
                while (!AtEnd && Current != '\n') Position++;
            }
            else if (char.IsWhiteSpace(Current))
            {
                newline |= Current == '\n';
                Position++;
            }
            else
            {
                break;
            }
        }

        return newline;
    }

    public string ReadSpaces()
    {
        var start = Position;
        while (!AtEnd && char.IsWhiteSpace(Current) && Current != '\n') Position++;
        return text[start..Position];
    }

    public bool StartsComment() => Current == '#' || Sees("//");

    public bool StartsUnquoted() => !AtEnd && IsTextCharacter() && !char.IsWhiteSpace(Current);

    public string ReadUnquoted()
    {
        var start = Position;
        while (StartsUnquoted()) Position++;
        return text[start..Position];
    }

    public string ReadTripleQuoted()
    {
        var start = Position;
        var end = text.IndexOf("\"\"\"", Position + 3, StringComparison.Ordinal);
        if (end < 0) throw Error("The text in triple quotes never ends", start);
        while (end + 3 < text.Length && text[end + 3] == '"') end++;
        Position = end + 3;
        return text[(start + 3)..end];
    }

    public string ReadQuoted()
    {
        var start = Position++;
        var value = new StringBuilder();
        while (true)
        {
            if (AtEnd || Current == '\n') throw Error("The text in quotes never ends", start);
            var c = text[Position++];
            if (c == '"') return value.ToString();
            value.Append(c == '\\' ? ReadEscape() : c);
        }
    }

    /// <summary>Reads <c>a.b."c d"</c> up to a separator, a bracket or the end of the line.</summary>
    /// <param name="maxKeys">Longest path.</param>
    public List<string> ReadPath(int maxKeys)
    {
        var start = Position;
        var keys = new List<string>();
        var key = new StringBuilder();
        var quotedTo = -1;
        while (true)
        {
            if (Current == '"')
            {
                key.Append(ReadQuoted());
                quotedTo = key.Length;
            }
            else if (IsKeyCharacter())
            {
                // Space counts only between two words of one key.
                if (!char.IsWhiteSpace(Current) || key.Length > 0) key.Append(Current);
                Position++;
            }
            else
            {
                var length = key.ToString().TrimEnd().Length;
                if (length == 0 && quotedTo < 0) throw Error(AtEnd ? "A key is missing" : $"A key cannot begin with '{Current}'");
                keys.Add(key.ToString(0, Math.Max(length, quotedTo)));
                if (keys.Count > maxKeys) throw Error($"A path of more than {maxKeys} keys", start);
                if (!Take('.')) return keys;
                key.Clear();
                quotedTo = -1;
            }
        }
    }

    private bool IsTextCharacter() => !NotInText.Contains(Current, StringComparison.Ordinal) && !StartsComment();

    private bool IsKeyCharacter() =>
        !AtEnd && Current is not ('.' or '\n') && IsTextCharacter() && !(Current == '+' && Sees("+="));

    private char ReadEscape()
    {
        var at = Position - 1;
        if (AtEnd) throw Error("The escape never ends", at);
        var c = text[Position++];
        switch (c)
        {
            case '"' or '\\' or '/': return c;
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u':
                var digits = text.AsSpan(Position, Math.Min(4, text.Length - Position));
                if (digits.Length < 4 || !ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
                    throw Error(@"\u needs four hexadecimal digits", at);
                Position += 4;
                return (char)code;
            default: throw Error($"Unknown escape \\{c}", at);
        }
    }
}
