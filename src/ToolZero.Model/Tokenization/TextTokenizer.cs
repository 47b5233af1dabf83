using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Microsoft.ML.Tokenizers;
using ToolZero.Core.Data;

namespace ToolZero.Model.Tokenization;

/// <summary>
/// Text to token ids and back, byte level: added tokens are cut out, the rest is normalised, cut by code point, spelled in bytes and merged by rank. Nothing is put
/// before or after a text. Safe for concurrent use.
/// </summary>
public sealed class TextTokenizer
{
    private const int CachedPieceLength = 32;
    private const int CacheCapacity = 1 << 16;

    private readonly TokenizerJson _source;
    private readonly BpeTokenizer _merger;
    private readonly CodePointPreTokenizer _cutter;
    private readonly AddedTokenMatcher _added;
    private readonly AddedTokenMatcher _addedNormalized;
    private readonly Dictionary<string, AddedToken> _addedByContent;
    private readonly HashSet<int> _special;
    private readonly byte[]?[] _bytes;
    private readonly Dictionary<string, int>? _wholePieces;
    private readonly ConcurrentDictionary<string, int[]> _cache = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _cached;
    private int _cacheCount;

    /// <exception cref="DataException">A split pattern cannot be used.</exception>
    public TextTokenizer(TokenizerJson source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = source;
        _cutter = new CodePointPreTokenizer(source.SplitPatterns);
        _added = new AddedTokenMatcher(source.AddedTokens.Where(token => !token.Normalized).Select(token => (token.Content, token)));
        _addedNormalized = new AddedTokenMatcher(source.AddedTokens.Where(token => token.Normalized).Select(token => (Normalize(token.Content), token)));
        _addedByContent = source.AddedTokens.ToDictionary(token => token.Content, StringComparer.Ordinal);
        _special = [.. source.AddedTokens.Where(token => token.Special).Select(token => token.Id)];
        _cached = _cache.GetAlternateLookup<ReadOnlySpan<char>>();

        VocabSize = 1 + Math.Max(source.Vocabulary.Values.Max(), source.AddedTokens.Select(token => token.Id).DefaultIfEmpty(-1).Max());
        _bytes = new byte[VocabSize][];
        foreach ((string token, int id) in source.Vocabulary)
            _bytes[id] = ByteAlphabet.Read(token);
        _merger = BytePairs.Create(_bytes, source.Merges);
        if (source.IgnoreMerges)
        {
            _wholePieces = Enumerable.Range(0, VocabSize).Where(id => _bytes[id] is not null)
                .ToDictionary(id => BytePairs.Spell(_bytes[id]), id => id, StringComparer.Ordinal);
        }

        foreach ((string token, int id) in source.Vocabulary)
            _bytes[id] ??= Encoding.UTF8.GetBytes(token);
        foreach (AddedToken token in source.AddedTokens)
            _bytes[token.Id] = Encoding.UTF8.GetBytes(token.Content);
    }

    /// <summary>One more than the highest id; a model may have rows beyond it.</summary>
    public int VocabSize { get; }

    /// <summary>The tokens recognised as a whole.</summary>
    public ImmutableArray<AddedToken> AddedTokens => _source.AddedTokens;

    /// <summary>Loads tokenizer.json from a model's folder (or the file itself).</summary>
    /// <exception cref="DataException">The file is absent or wrong; the message names the field.</exception>
    public static TextTokenizer Load(string folder) =>
        new(TokenizerJson.Read(Directory.Exists(folder) ? Path.Combine(folder, TokenizerJson.FileName) : folder));

    /// <summary>Loads a ranked vocabulary; the defaults are those of Qwen2.5.</summary>
    /// <param name="path">The .tiktoken file.</param>
    /// <param name="addedTokens">Tokens recognised as a whole; default: <see cref="QwenVocabulary.AddedTokens"/>.</param>
    /// <param name="pattern">The expression that cuts a text; default: <see cref="CodePointPreTokenizer.Qwen"/>.</param>
    /// <param name="composed">Texts are put into normalisation form C first.</param>
    /// <exception cref="DataException">The file is absent or wrong; the message names the line.</exception>
    public static TextTokenizer LoadTiktoken(string path, ImmutableArray<AddedToken>? addedTokens = null, string? pattern = null, bool composed = true) =>
        new(TiktokenVocabulary.Read(path, addedTokens ?? QwenVocabulary.AddedTokens, pattern ?? CodePointPreTokenizer.Qwen, composed));

    /// <summary>Writes tokenizer.json into a folder.</summary>
    public void Save(string folder) => _source.Write(Path.Combine(folder, TokenizerJson.FileName));

    /// <summary>The ids of a text; added tokens in it are recognised.</summary>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<int> ids = [];
        int from = 0;
        while (_added.TryFind(text, from, out int start, out int end, out AddedToken token))
        {
            EncodeUnmarked(text[from..start], ids);
            ids.Add(token.Id);
            from = end;
        }

        EncodeUnmarked(from == 0 ? text : text[from..], ids);
        return [.. ids];
    }

    /// <summary>The ids of a text from outside: an added token's text in it is text like any other, so that it cannot end a turn or start a call.</summary>
    public int[] EncodePlain(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<int> ids = [];
        EncodePieces(Normalize(text), ids);
        return [.. ids];
    }

    /// <summary>The text of ids. Bytes that are no UTF-8 become U+FFFD; ids without a token add nothing.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="skipSpecial">Control tokens are left out.</param>
    public string Decode(IReadOnlyList<int> ids, bool skipSpecial = false)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArrayBufferWriter<byte> bytes = new(Math.Max(16, ids.Count * 4));
        for (int i = 0; i < ids.Count; i++)
        {
            if (!skipSpecial || !_special.Contains(ids[i]))
                bytes.Write(TokenBytes(ids[i]));
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>The bytes of one token, for decoding while ids arrive; none for an id without a token.</summary>
    public ReadOnlySpan<byte> TokenBytes(int id) => (uint)id < (uint)_bytes.Length ? _bytes[id] : default;

    /// <summary>The id of an added token by its text, or of any other token by its spelling in the file; null where there is none.</summary>
    public int? TokenId(string token) =>
        _addedByContent.TryGetValue(token, out AddedToken? added) ? added.Id : _source.Vocabulary.TryGetValue(token, out int id) ? id : null;

    /// <summary>Whether an id is a control token.</summary>
    public bool IsSpecial(int id) => _special.Contains(id);

    private string Normalize(string text) => _source.Composed ? CanonicalComposition.Normalize(text) : text;

    private void EncodeUnmarked(string text, List<int> ids)
    {
        if (text.Length == 0)
            return;
        text = Normalize(text);
        int from = 0;
        while (!_addedNormalized.IsEmpty && _addedNormalized.TryFind(text, from, out int start, out int end, out AddedToken token))
        {
            EncodePieces(text.AsSpan(from, start - from), ids);
            ids.Add(token.Id);
            from = end;
        }

        EncodePieces(text.AsSpan(from), ids);
    }

    private void EncodePieces(ReadOnlySpan<char> text, List<int> ids)
    {
        foreach ((int offset, int length) in _cutter.PreTokenize(text))
            EncodePiece(text.Slice(offset, length), ids);
    }

    private void EncodePiece(ReadOnlySpan<char> piece, List<int> ids)
    {
        bool cacheable = piece.Length <= CachedPieceLength;
        if (cacheable && _cached.TryGetValue(piece, out int[]? known))
        {
            ids.AddRange(known);
            return;
        }

        int[] found = Merge(piece);
        ids.AddRange(found);
        if (cacheable && Volatile.Read(ref _cacheCount) < CacheCapacity && _cached.TryAdd(piece, found))
            Interlocked.Increment(ref _cacheCount);
    }

    private int[] Merge(ReadOnlySpan<char> piece)
    {
        // Lone surrogates become U+FFFD here: the encoding replaces what UTF-8 cannot carry.
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(piece.Length));
        char[] spelling = ArrayPool<char>.Shared.Rent(bytes.Length);
        int length = Encoding.UTF8.GetBytes(piece, bytes);
        for (int i = 0; i < length; i++)
            spelling[i] = BytePairs.Spell(bytes[i]);
        ReadOnlySpan<char> spelled = spelling.AsSpan(0, length);
        int[] ids = _wholePieces is not null && _wholePieces.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(spelled, out int whole)
            ? [whole]
            : [.. _merger.EncodeToIds(spelled, considerPreTokenization: false, considerNormalization: false)];
        ArrayPool<byte>.Shared.Return(bytes);
        ArrayPool<char>.Shared.Return(spelling);
        return ids;
    }
}
