using System.Collections.Immutable;
using ToolZero.Core.Calls;

namespace ToolZero.Core.Rewards;

/// <summary>Token sets Y and Y* of the general reward (Tool-Zero, Eq. 3).</summary>
public static class TokenSets
{
    /// <summary>Pieces of the text between separators; empty pieces are dropped.</summary>
    public static HashSet<string> Literal(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = new HashSet<string>(StringComparer.Ordinal);
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && !IsSeparator(text[i])) continue;
            if (i > start) tokens.Add(text[start..i]);
            start = i + 1;
        }

        return tokens;
    }

    /// <summary>Names, keys and whole values; a value stands as its literal, so that 1 and "1" differ.</summary>
    public static HashSet<string> Atomic(ImmutableArray<ToolCall> calls)
    {
        var tokens = new HashSet<string>(StringComparer.Ordinal);
        foreach (var call in calls)
        {
            tokens.Add(call.Name);
            foreach (var (name, value) in call.Arguments)
            {
                tokens.Add(name);
                tokens.Add(PythonCallFormatter.FormatValue(value));
            }
        }

        return tokens;
    }

    private static bool IsSeparator(char c) =>
        c is '(' or ')' or '[' or ']' or ',' or '.' or ':' or '\'' or '"' or '=' || PythonText.IsSpace(c);
}
