using System.Globalization;
using System.Text;

namespace ToolZero.Core.Calls;

/// <summary>Cursor over the text of one body: position, bracket depth and the first error. Shared by the call and literal readers.</summary>
internal sealed class PythonScanner(string text)
{
    private int _depth;

    public string Text { get; } = text;

    public int Position { get; set; }

    public string? Error { get; private set; }

    public int ErrorPosition { get; private set; }

    public bool AtEnd => Position >= Text.Length;

    /// <summary>The character here; NUL at the end (a NUL inside the text is refused before scanning).</summary>
    public char Current => AtEnd ? '\0' : Text[Position];

    public char Peek(int ahead) => Position + ahead < Text.Length ? Text[Position + ahead] : '\0';

    /// <summary>Records the first error; always false, so that readers can return it.</summary>
    public bool Fail(string error)
    {
        if (Error is null) (Error, ErrorPosition) = (error, Position);
        return false;
    }

    /// <summary>Steps over an opening bracket; false beyond the depth limit.</summary>
    public bool Open()
    {
        if (_depth >= PythonCallParser.MaxDepth) return Fail($"brackets nest deeper than {PythonCallParser.MaxDepth}");
        _depth++;
        Position++;
        return true;
    }

    /// <summary>Steps over the closing bracket that is expected here.</summary>
    public bool Close(char bracket)
    {
        SkipBlank();
        if (Current != bracket) return Fail(AtEnd ? $"ends where '{bracket}' is expected" : $"'{bracket}' expected");
        _depth--;
        Position++;
        return true;
    }

    public bool TryTake(char c)
    {
        if (Current != c || AtEnd) return false;
        Position++;
        return true;
    }

    /// <summary>Skips what Python skips between tokens: blanks, a continued line and, inside brackets, line ends and comments.</summary>
    public void SkipBlank() => Skip(_depth > 0);

    /// <summary>Skips blanks, line ends and comments: before the first and after the last token.</summary>
    public void SkipLines() => Skip(true);

    /// <summary>Reads an identifier, normalised (NFKC) as Python does; null when there is none here.</summary>
    public string? TakeIdentifier()
    {
        var start = Position;
        while (!AtEnd && Rune.TryGetRuneAt(Text, Position, out var rune) && IsIdentifier(rune, Position == start)) Position += rune.Utf16SequenceLength;
        if (Position == start) return null;
        var name = Text[start..Position];
        return Ascii.IsValid(name) ? name : name.Normalize(NormalizationForm.FormKC);
    }

    /// <summary>True when an identifier character stands here, so that a number cannot end here.</summary>
    public bool AtIdentifier => !AtEnd && Rune.TryGetRuneAt(Text, Position, out var rune) && IsIdentifier(rune, false);

    private static bool IsIdentifier(Rune rune, bool first)
    {
        if (rune.Value == '_' || (rune.IsAscii && char.IsAsciiLetter((char)rune.Value))) return true;
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber => true,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation => !first,
            _ => false,
        };
    }

    private void Skip(bool lines)
    {
        while (!AtEnd)
        {
            var c = Text[Position];
            if (c is ' ' or '\t' or '\f' || (lines && (c is '\n' or '\r'))) Position++;
            else if (c == '\\' && Peek(1) == '\n') Position += 2;
            else if (c == '\\' && Peek(1) == '\r' && Peek(2) == '\n') Position += 3;
            else if (c == '#' && lines) SkipComment();
            else return;
        }
    }

    private void SkipComment()
    {
        while (!AtEnd && Text[Position] is not ('\n' or '\r')) Position++;
    }
}
