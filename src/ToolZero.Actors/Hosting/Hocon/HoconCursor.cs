using System.Globalization;
using System.Text;

namespace ToolZero.Actors.Hosting.Hocon;

/// <summary>A place in a text, and the smallest pieces of HOCON read from there on.</summary>
internal sealed class HoconCursor(string text, string source)
{
    private const string NotInText = "$\"{}[]:=,#`^?!@*&\\";

    public int At { get; private set; }

    public HoconPlace Place { get; private set; } = new(source, 1);

    public bool IsAtEnd => At >= text.Length;

    /// <summary>The next character; 0 at the end.</summary>
    public char Next => IsAtEnd ? '\0' : text[At];

    public bool IsAtComment => Next == '#' || StartsWith("//");

    public bool IsAtLineEnd => IsAtEnd || Next is '\n' or '\r' || IsAtComment;

    public bool StartsWith(string piece) => string.CompareOrdinal(text, At, piece, 0, piece.Length) == 0;

    public void Skip(int count = 1)
    {
        for (; count > 0 && !IsAtEnd; count--)
            if (text[At++] == '\n') Place = Place with { Line = Place.Line + 1 };
    }

    /// <summary>Blanks and tabs.</summary>
    public void SkipBlanks()
    {
        while (Next is ' ' or '\t') Skip();
    }

    /// <summary>White space, line ends and comments.</summary>
    public void SkipLines()
    {
        while (!IsAtEnd)
        {
            if (Next is ' ' or '\t' or '\r' or '\n') Skip();
            else if (IsAtComment) Skip(Math.Max(0, text.IndexOf('\n', At) is var end && end < 0 ? text.Length - At : end - At));
            else break;
        }
    }

    /// <summary>True, and nothing read, when an include stands here rather than a key of that name.</summary>
    public bool IsAtInclude
    {
        get
        {
            const string Word = "include";
            if (!StartsWith(Word)) return false;
            var at = At + Word.Length;
            while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
            return at > At + Word.Length && at < text.Length && text[at] == '"';
        }
    }

    /// <summary>A piece without quotes, as far as it goes; empty when there is none.</summary>
    /// <param name="isKey">In keys a dot separates and blanks belong to the name, save at its ends.</param>
    public string Unquoted(bool isKey)
    {
        var from = At;
        while (!IsAtLineEnd && !NotInText.Contains(Next, StringComparison.Ordinal) && !(isKey ? Next == '.' : Next is ' ' or '\t'))
        {
            if (char.IsWhiteSpace(Next) && Next is not (' ' or '\t'))
                throw Place.Error(string.Create(CultureInfo.InvariantCulture, $"the character U+{(int)Next:X4} looks like a blank and is none; type a blank"));
            Skip();
        }

        return text[from..At].Trim();
    }

    /// <summary>A text in quotes, without them; a text in triple quotes where those are allowed.</summary>
    public string Quoted(bool mayBeTriple)
    {
        const string Triple = "\"\"\"";
        var opened = Place;
        if (mayBeTriple && StartsWith(Triple))
        {
            var end = text.IndexOf(Triple, At + Triple.Length, StringComparison.Ordinal);
            if (end < 0) throw opened.Error("this text is not closed; end it with \"\"\"");
            var whole = text[(At + Triple.Length)..end];
            Skip(whole.Length + (2 * Triple.Length));
            return whole;
        }

        var unescaped = new StringBuilder();
        for (Skip(); Next != '"'; Skip())
        {
            if (IsAtEnd || Next is '\n' or '\r') throw opened.Error("this text is not closed on its line; end it with a quote (texts of several lines stand between \"\"\")");
            unescaped.Append(Next == '\\' ? Escape() : Next);
        }

        Skip();
        return unescaped.ToString();
    }

    private char Escape()
    {
        const string Known = "\"\\/bfnrt", Meant = "\"\\/\b\f\n\r\t";
        Skip();
        if (Next == 'u' && At + 4 < text.Length && ushort.TryParse(text.AsSpan(At + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            Skip(4);
            return (char)code;
        }

        var known = Known.IndexOf(Next, StringComparison.Ordinal);
        return known < 0 ? throw Place.Error($"\\{Next} is no escape; write \\\\ for a backslash") : Meant[known];
    }
}
