namespace ToolZero.Core.Evaluation.Bfcl.Decoding;

/// <summary>A position in Java or JavaScript source: names, literals, and values up to the next comma or closing bracket.</summary>
internal sealed class SourceScanner(string text, bool allowsBackquotes)
{
    private const int MaxBrackets = 200;

    /// <summary>Longest type arguments, in characters.</summary>
    private const int MaxTypes = 200;

    public bool AllowsBackquotes { get; } = allowsBackquotes;

    public int Position { get; private set; }

    public bool AtEnd => Position >= text.Length;

    public bool Is(char c) => !AtEnd && text[Position] == c;

    public bool Take(char c)
    {
        if (!Is(c)) return false;
        Position++;
        return true;
    }

    /// <summary>One <c>=</c>, not <c>==</c>.</summary>
    public bool TakeAssignment() => Is('=') && (Position + 1 == text.Length || text[Position + 1] != '=') && Take('=');

    public void SkipBlank()
    {
        while (!AtEnd && char.IsWhiteSpace(text[Position])) Position++;
    }

    public string TakeName(bool dotted)
    {
        var start = Position;
        while (!AtEnd && (char.IsLetterOrDigit(text[Position]) || text[Position] is '_' or '$' || (dotted && text[Position] == '.'))) Position++;
        return text[start..Position];
    }

    /// <summary>Steps over a string or character literal; false when none starts here or it is not closed.</summary>
    public bool SkipLiteral()
    {
        var quote = text[Position];
        if (quote is not ('"' or '\'') && !(quote == '`' && AllowsBackquotes)) return false;
        for (var i = Position + 1; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == quote)
            {
                Position = i + 1;
                return true;
            }
        }

        return false;
    }

    /// <summary>The text up to a comma or bracket that belongs to no bracket inside, trimmed; null when brackets or quotes do not match.</summary>
    public string? TakeValue()
    {
        var start = Position;
        var open = new Stack<char>();
        while (!AtEnd)
        {
            var c = text[Position];
            if (c is '"' or '\'' || (c == '`' && AllowsBackquotes))
            {
                if (!SkipLiteral()) return null;
                continue;
            }

            if (c == '<' && TypesLength() is var length and > 0)
            {
                Position += length;
                continue;
            }

            if (c is '(' or '[' or '{')
            {
                if (open.Count == MaxBrackets) return null;
                open.Push(c switch { '(' => ')', '[' => ']', _ => '}' });
            }
            else if (open.Count == 0 && c is ',' or ')')
            {
                break;
            }
            else if (c is ')' or ']' or '}' && (open.Count == 0 || open.Pop() != c))
            {
                return null;
            }

            Position++;
        }

        return open.Count > 0 ? null : text[start..Position].Trim();
    }

    /// <summary>The length of type arguments such as <c>&lt;String, List&lt;T&gt;&gt;</c> here; 0 when it is a comparison.</summary>
    private int TypesLength()
    {
        var open = 0;
        for (var i = Position; i < Math.Min(text.Length, Position + MaxTypes); i++)
        {
            var c = text[i];
            if (c == '<') open++;
            else if (c == '>' && --open == 0) return i + 1 - Position;
            else if (c is not ('>' or ',' or ' ' or '.' or '?' or '_' or '[' or ']') && !char.IsLetterOrDigit(c)) return 0;
        }

        return 0;
    }
}
