using System.Text.RegularExpressions;

namespace Microsoft.ML.Tokenizers;

/// <summary>Pieces are the matches of a regular expression over UTF-16 units, and the special tokens.</summary>
public sealed class RegexPreTokenizer : PreTokenizer
{
    private readonly Regex _regex;
    private readonly Regex? _specialTokens;

    public RegexPreTokenizer(Regex regex, IReadOnlyDictionary<string, int>? specialTokens)
    {
        ArgumentNullException.ThrowIfNull(regex);
        _regex = regex;
        if (specialTokens is { Count: > 0 })
            _specialTokens = new Regex(string.Join('|', specialTokens.Keys.Select(Regex.Escape)), RegexOptions.Compiled);
    }

    /// <inheritdoc/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text) => PreTokenize(text.AsSpan());

    /// <inheritdoc/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text)
    {
        List<(int, int)> pieces = [];
        int start = 0;
        if (_specialTokens is not null)
        {
            foreach (ValueMatch special in _specialTokens.EnumerateMatches(text))
            {
                Split(text[start..special.Index], start, pieces);
                pieces.Add((special.Index, special.Length));
                start = special.Index + special.Length;
            }
        }

        Split(text[start..], start, pieces);
        return pieces;
    }

    private void Split(ReadOnlySpan<char> text, int offset, List<(int Offset, int Length)> pieces)
    {
        foreach (ValueMatch match in _regex.EnumerateMatches(text))
        {
            if (match.Length > 0)
                pieces.Add((offset + match.Index, match.Length));
        }
    }
}
