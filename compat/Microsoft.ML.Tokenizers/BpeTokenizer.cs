using System.Collections.Concurrent;
using System.Text;

namespace Microsoft.ML.Tokenizers;

/// <summary>Byte-pair encoding over the characters of each piece, merges in order of rank. Safe for concurrent use.</summary>
public sealed class BpeTokenizer : Tokenizer
{
    private const int CachedPieceLength = 15;
    private const int CacheCapacity = 10_000;

    private readonly Dictionary<string, int> _vocabulary;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids;
    private readonly Dictionary<int, string> _tokens;
    private readonly PairMerger _merger;
    private readonly ConcurrentDictionary<string, int[]> _cache = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _cached;
    private readonly Dictionary<string, int>? _specialTokens;
    private readonly int? _unknownId;
    private int _cacheCount;

    private BpeTokenizer(
        Stream vocabStream, Stream? mergesStream, PreTokenizer? preTokenizer, Normalizer? normalizer, IReadOnlyDictionary<string, int>? specialTokens,
        string? unknownToken, string? continuingSubwordPrefix, string? endOfWordSuffix, bool fuseUnknownTokens)
    {
        PreTokenizer = preTokenizer ?? PreTokenizer.CreateWordOrNonWord();
        Normalizer = normalizer;
        SpecialTokens = specialTokens;
        UnknownToken = unknownToken;
        ContinuingSubwordPrefix = continuingSubwordPrefix;
        EndOfWordSuffix = endOfWordSuffix;
        FuseUnknownTokens = fuseUnknownTokens;

        _vocabulary = BpeFiles.ReadVocabulary(vocabStream);
        _ids = _vocabulary.GetAlternateLookup<ReadOnlySpan<char>>();
        _tokens = new Dictionary<int, string>(_vocabulary.Count);
        foreach ((string token, int id) in _vocabulary)
            _tokens.Add(id, token);
        _merger = new PairMerger(BpeFiles.ReadMerges(mergesStream, _vocabulary, continuingSubwordPrefix?.Length ?? 0));
        _specialTokens = specialTokens is null ? null : new Dictionary<string, int>(specialTokens, StringComparer.Ordinal);
        _cached = _cache.GetAlternateLookup<ReadOnlySpan<char>>();
        if (unknownToken is not null)
            _unknownId = _vocabulary.TryGetValue(unknownToken, out int id) ? id : throw new InvalidOperationException("The unknown token is not in the vocabulary.");
    }

    public override PreTokenizer? PreTokenizer { get; }

    public override Normalizer? Normalizer { get; }

    public IReadOnlyDictionary<string, int>? SpecialTokens { get; }

    public string? UnknownToken { get; }

    public string? ContinuingSubwordPrefix { get; }

    public string? EndOfWordSuffix { get; }

    public bool FuseUnknownTokens { get; }

    public IReadOnlyDictionary<string, int> Vocabulary => _vocabulary;

    /// <summary>Creates a tokenizer with the word-or-non-word cutter.</summary>
    public static BpeTokenizer Create(Stream vocabStream, Stream? mergesStream) => Create(vocabStream, mergesStream, null);

    /// <summary>Creates a tokenizer.</summary>
    /// <param name="vocabStream">A JSON object: token to id.</param>
    /// <param name="mergesStream">One merge "left right" per line, best rank first.</param>
    /// <param name="preTokenizer">Null: word or non-word.</param>
    /// <param name="normalizer">Null: texts stay as they are.</param>
    /// <param name="specialTokens">Pieces with an id of their own.</param>
    /// <param name="unknownToken">Stands for characters without a token; without it they are dropped.</param>
    /// <param name="continuingSubwordPrefix">Prefix of every token that does not begin a piece.</param>
    /// <param name="endOfWordSuffix">Suffix of every token that ends a piece.</param>
    /// <param name="fuseUnknownTokens">Neighbouring unknown characters give one token.</param>
    public static BpeTokenizer Create(
        Stream vocabStream,
        Stream? mergesStream,
        PreTokenizer? preTokenizer = null,
        Normalizer? normalizer = null,
        IReadOnlyDictionary<string, int>? specialTokens = null,
        string? unknownToken = null,
        string? continuingSubwordPrefix = null,
        string? endOfWordSuffix = null,
        bool fuseUnknownTokens = false)
    {
        ArgumentNullException.ThrowIfNull(vocabStream);
        return new BpeTokenizer(
            vocabStream, mergesStream, preTokenizer, normalizer, specialTokens, unknownToken, continuingSubwordPrefix, endOfWordSuffix, fuseUnknownTokens);
    }

    /// <inheritdoc/>
    public override string Decode(IEnumerable<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        StringBuilder text = new();
        foreach (int id in ids)
        {
            if (_tokens.TryGetValue(id, out string? token))
                text.Append(token);
        }

        if (EndOfWordSuffix is { Length: > 0 } suffix)
        {
            if (text.Length >= suffix.Length && text.ToString(text.Length - suffix.Length, suffix.Length) == suffix)
                text.Length -= suffix.Length;
            text.Replace(suffix, " ");
        }

        return (ContinuingSubwordPrefix is { Length: > 0 } prefix ? text.Replace(prefix, string.Empty) : text).ToString();
    }

    protected override EncodeResults<int> EncodeToIds(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        string? normalized = settings.ConsiderNormalization && Normalizer is not null ? Normalizer.Normalize(textSpan) : null;
        ReadOnlySpan<char> source = normalized is null ? textSpan : normalized;
        List<int> ids = [];
        if (settings.ConsiderPreTokenization && PreTokenizer is not null)
        {
            foreach ((int offset, int length) in PreTokenizer.PreTokenize(source))
                EncodePiece(source.Slice(offset, length), ids);
        }
        else if (!source.IsEmpty)
        {
            EncodePiece(source, ids);
        }

        return new EncodeResults<int> { Tokens = ids, NormalizedText = normalized, CharsConsumed = source.Length };
    }

    private void EncodePiece(ReadOnlySpan<char> piece, List<int> ids)
    {
        if (_specialTokens is not null && _specialTokens.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(piece, out int special))
        {
            ids.Add(special);
            return;
        }

        if (piece.Length <= CachedPieceLength && _cached.TryGetValue(piece, out int[]? known))
        {
            ids.AddRange(known);
            return;
        }

        List<int> symbols = Symbols(piece);
        _merger.Merge(symbols);
        ids.AddRange(symbols);
        if (piece.Length <= CachedPieceLength && Volatile.Read(ref _cacheCount) < CacheCapacity && _cached.TryAdd(piece, [.. symbols]))
            Interlocked.Increment(ref _cacheCount);
    }

    private List<int> Symbols(ReadOnlySpan<char> piece)
    {
        List<int> symbols = new(piece.Length);
        bool fusing = false;
        for (int i = 0; i < piece.Length;)
        {
            int length = char.IsHighSurrogate(piece[i]) && i + 1 < piece.Length && char.IsLowSurrogate(piece[i + 1]) ? 2 : 1;
            ReadOnlySpan<char> symbol = piece.Slice(i, length);
            if ((i > 0 && ContinuingSubwordPrefix is not null) || (i + length == piece.Length && EndOfWordSuffix is not null))
                symbol = string.Concat(i > 0 ? ContinuingSubwordPrefix : null, symbol, i + length == piece.Length ? EndOfWordSuffix : null);
            if (_ids.TryGetValue(symbol, out int id))
            {
                symbols.Add(id);
                fusing = false;
            }
            else if (_unknownId is { } unknown)
            {
                if (!fusing)
                    symbols.Add(unknown);
                fusing = FuseUnknownTokens;
            }

            i += length;
        }

        return symbols;
    }
}
