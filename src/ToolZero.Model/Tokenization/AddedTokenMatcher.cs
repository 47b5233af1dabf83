using System.Buffers;

namespace ToolZero.Model.Tokenization;

/// <summary>Finds added tokens in text: the leftmost, and the longest of those that begin there.</summary>
internal sealed class AddedTokenMatcher
{
    private readonly Dictionary<char, (string Text, AddedToken Token)[]> _byFirst;
    private readonly SearchValues<char> _first;

    public AddedTokenMatcher(IEnumerable<(string Text, AddedToken Token)> tokens)
    {
        _byFirst = tokens.GroupBy(token => token.Text[0]).ToDictionary(group => group.Key, group => group.OrderByDescending(token => token.Text.Length).ToArray());
        _first = SearchValues.Create([.. _byFirst.Keys]);
    }

    public bool IsEmpty => _byFirst.Count == 0;

    /// <summary>The next token at or after <paramref name="from"/>; its start lies not before it.</summary>
    public bool TryFind(ReadOnlySpan<char> text, int from, out int start, out int end, out AddedToken token)
    {
        for (int at = from; at < text.Length; at++)
        {
            int skip = text[at..].IndexOfAny(_first);
            if (skip < 0)
                break;
            at += skip;
            foreach ((string content, AddedToken candidate) in _byFirst[text[at]])
            {
                if (!text[at..].StartsWith(content, StringComparison.Ordinal))
                    continue;
                end = at + content.Length;
                if (candidate.SingleWord && ((at > 0 && IsWord(text[at - 1])) || (end < text.Length && IsWord(text[end]))))
                {
                    at = end - 1;
                    break;
                }

                start = at;
                while (candidate.StripLeft && start > from && char.IsWhiteSpace(text[start - 1]))
                    start--;
                while (candidate.StripRight && end < text.Length && char.IsWhiteSpace(text[end]))
                    end++;
                token = candidate;
                return true;
            }
        }

        (start, end, token) = (0, 0, null!);
        return false;
    }

    private static bool IsWord(char unit) => unit == '_' || char.IsLetterOrDigit(unit) || char.IsSurrogate(unit);
}
