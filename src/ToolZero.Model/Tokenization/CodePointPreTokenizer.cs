using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;
using ToolZero.Core.Data;

namespace ToolZero.Model.Tokenization;

/// <summary>
/// Cuts a text with regular expressions that see code points. .NET's classes (\p{L}, \p{N}, …) see UTF-16 units and miss every letter beyond the basic plane, so each
/// such code point is matched as one character of the basic plane that has its general category. Several expressions cut one after the other; what no match covers
/// is a piece as well, so the pieces always cover the text.
/// </summary>
public sealed class CodePointPreTokenizer : PreTokenizer
{
    /// <summary>The cut of GPT-2, which a byte-level pre-tokenizer with use_regex has built in.</summary>
    public const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>The cut of Qwen.</summary>
    public const string Qwen = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    // One match may not take longer: a pattern from a file may backtrack without end.
    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(10);

    private static readonly SearchValues<char> FoldedLetters = SearchValues.Create('\u017F', '\u212A');

    private readonly ImmutableArray<Regex> _expressions;
    private readonly bool _folds;

    /// <param name="patterns">At least one expression, each in the syntax that Hugging Face and .NET share; characters beyond the basic plane may not stand in them.</param>
    /// <exception cref="DataException">An expression is not valid, or holds a character beyond the basic plane.</exception>
    public CodePointPreTokenizer(params IEnumerable<string> patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        Patterns = [.. patterns];
        _expressions = [.. Patterns.Select(Compile)];
        _folds = Patterns.Any(pattern => pattern.Contains("(?i", StringComparison.Ordinal));
    }

    public ImmutableArray<string> Patterns { get; }

    /// <inheritdoc/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return PreTokenize(text.AsSpan());
    }

    /// <inheritdoc/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text)
    {
        List<(int Offset, int Length)> pieces = [];
        if (text.IsEmpty)
            return pieces;
        if (text.IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            Cut(_folds && text.ContainsAny(FoldedLetters) ? Fold(text) : text, pieces);
            return pieces;
        }

        char[] units = ArrayPool<char>.Shared.Rent(text.Length);
        int[] offsets = ArrayPool<int>.Shared.Rent(text.Length + 1);
        int count = StandIns(text, units, offsets);
        Cut(_folds ? Fold(units.AsSpan(0, count)) : units.AsSpan(0, count), pieces);
        for (int i = 0; i < pieces.Count; i++)
        {
            (int start, int length) = pieces[i];
            pieces[i] = (offsets[start], offsets[start + length] - offsets[start]);
        }

        ArrayPool<char>.Shared.Return(units);
        ArrayPool<int>.Shared.Return(offsets);
        return pieces;
    }

    /// <summary>The character of the basic plane that is matched in place of a code point beyond it: the same general category.</summary>
    public static char StandIn(int codePoint) => CharUnicodeInfo.GetUnicodeCategory(codePoint) switch
    {
        UnicodeCategory.UppercaseLetter => '\uA640',
        UnicodeCategory.LowercaseLetter => '\uA641',
        UnicodeCategory.TitlecaseLetter => '\u1F88',
        UnicodeCategory.ModifierLetter => '\uA015',
        UnicodeCategory.OtherLetter => '\uA000',
        UnicodeCategory.NonSpacingMark => '\uA66F',
        UnicodeCategory.SpacingCombiningMark => '\uA823',
        UnicodeCategory.EnclosingMark => '\uA670',
        UnicodeCategory.DecimalDigitNumber => '\uA620',
        UnicodeCategory.LetterNumber => '\uA6E6',
        UnicodeCategory.OtherNumber => '\uA830',
        UnicodeCategory.SpaceSeparator => '\u2003',
        UnicodeCategory.Format => '\u2061',
        UnicodeCategory.PrivateUse => '\uE000',
        UnicodeCategory.ConnectorPunctuation => '\u203F',
        UnicodeCategory.DashPunctuation => '\u2E3A',
        UnicodeCategory.OpenPunctuation => '\u2045',
        UnicodeCategory.ClosePunctuation => '\u2046',
        UnicodeCategory.InitialQuotePunctuation => '\u2E02',
        UnicodeCategory.FinalQuotePunctuation => '\u2E03',
        UnicodeCategory.OtherPunctuation => '\uA60D',
        UnicodeCategory.MathSymbol => '\u2200',
        UnicodeCategory.CurrencySymbol => '\u20A0',
        UnicodeCategory.ModifierSymbol => '\uA700',
        UnicodeCategory.OtherSymbol => '\uA490',
        _ => '\uFFFF',
    };

    private static Regex Compile(string pattern)
    {
        if (pattern.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0)
            throw new DataException($"The split pattern '{pattern}' names a character beyond the basic plane: write it by its category.");
        try
        {
            return new Regex(pattern, RegexOptions.Compiled | RegexOptions.CultureInvariant, MatchLimit);
        }
        catch (ArgumentException error)
        {
            throw new DataException($"The split pattern '{pattern}' cannot be used ({error.Message.ReplaceLineEndings(" ")}): use the syntax that .NET shares.", error);
        }
    }

    private static int StandIns(ReadOnlySpan<char> text, Span<char> units, Span<int> offsets)
    {
        int count = 0;
        for (int i = 0; i < text.Length; count++)
        {
            offsets[count] = i;
            if (Rune.DecodeFromUtf16(text[i..], out Rune rune, out int length) == OperationStatus.Done && length == 2)
                units[count] = StandIn(rune.Value);
            else
                units[count] = text[i];
            i += length;
        }

        offsets[count] = text.Length;
        return count;
    }

    // Case-insensitive matching in Unicode takes the long s for s and the Kelvin sign for k; .NET knows only the second.
    private static char[] Fold(ReadOnlySpan<char> text)
    {
        char[] folded = text.ToArray();
        folded.AsSpan().Replace('\u017F', 's');
        folded.AsSpan().Replace('\u212A', 'K');
        return folded;
    }

    private void Cut(ReadOnlySpan<char> text, List<(int Offset, int Length)> pieces)
    {
        pieces.Add((0, text.Length));
        List<(int Offset, int Length)> finer = [];
        foreach (Regex expression in _expressions)
        {
            finer.Clear();
            foreach ((int offset, int length) in pieces)
                Cut(expression, text.Slice(offset, length), offset, finer);
            pieces.Clear();
            pieces.AddRange(finer);
        }
    }

    private static void Cut(Regex expression, ReadOnlySpan<char> text, int offset, List<(int Offset, int Length)> pieces)
    {
        int end = 0;
        try
        {
            foreach (ValueMatch match in expression.EnumerateMatches(text))
            {
                if (match.Length == 0)
                    continue;
                if (match.Index > end)
                    pieces.Add((offset + end, match.Index - end));
                pieces.Add((offset + match.Index, match.Length));
                end = match.Index + match.Length;
            }
        }
        catch (RegexMatchTimeoutException error)
        {
            throw new DataException($"The split pattern '{expression}' takes too long on a text of {text.Length} characters: use a simpler pattern.", error);
        }

        if (end < text.Length)
            pieces.Add((offset + end, text.Length - end));
    }
}
