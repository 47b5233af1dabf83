using System.Text.RegularExpressions;

namespace Microsoft.ML.Tokenizers;

/// <summary>Cuts a text into pieces; merges never cross a piece's border.</summary>
public abstract class PreTokenizer
{
    private static readonly PreTokenizer SharedWordOrNonWord = new RegexPreTokenizer(WordOrNonWord(), null);

    /// <summary>The pieces of a text, in order, as UTF-16 offsets and lengths. Parts that belong to no piece are not encoded.</summary>
    public abstract IEnumerable<(int Offset, int Length)> PreTokenize(string text);

    /// <inheritdoc cref="PreTokenize(string)"/>
    public abstract IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text);

    /// <summary>Pieces are runs of word characters, or runs of characters that are neither word characters nor white space.</summary>
    /// <param name="specialTokens">Texts that are pieces of their own wherever they stand.</param>
    public static PreTokenizer CreateWordOrNonWord(IReadOnlyDictionary<string, int>? specialTokens = null) =>
        specialTokens is null ? SharedWordOrNonWord : new RegexPreTokenizer(WordOrNonWord(), specialTokens);

    private static Regex WordOrNonWord() => new(@"\w+|[^\w\s]+", RegexOptions.Compiled);
}
