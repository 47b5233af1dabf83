using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using ToolZero.Core.Data;

namespace ToolZero.Model.Tokenization;

/// <summary>
/// Trains a byte-level byte-pair tokenizer: again and again the most frequent adjacent pair becomes a token; among equals the pair with the lower left id, then the
/// lower right id. The same documents give the same tokenizer, in whatever order they come. Ids: 256 bytes, merges in order, added tokens.
/// </summary>
public static class TokenizerTrainer
{
    /// <summary>Trains on documents.</summary>
    /// <exception cref="DataException">The vocabulary has no room for the bytes and added tokens, or an added token is empty, repeated or a byte.</exception>
    public static TokenizerJson Train(IEnumerable<string> documents, TokenizerTrainingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentNullException.ThrowIfNull(settings);
        ImmutableArray<string> added = [.. settings.SpecialTokens, .. settings.WholeTokens];
        int mergeCount = settings.VocabSize - 256 - added.Length;
        if (mergeCount < 0 || settings.VocabSize > TokenizerJson.MaxTokens)
            throw new DataException($"A vocabulary of {settings.VocabSize} is impossible with {added.Length} added tokens: allow {256 + added.Length} to {TokenizerJson.MaxTokens}.");
        if (added.Any(string.IsNullOrEmpty) || added.Distinct(StringComparer.Ordinal).Count() != added.Length)
            throw new DataException("The added tokens of the new tokenizer repeat or are empty: give every one once.");

        List<string> tokens = [.. Enumerable.Range(0, 256).Select(value => ByteAlphabet.Spell((byte)value).ToString()).Order(StringComparer.Ordinal)];
        List<TokenMerge> merges = new PairCounts(Words(documents, settings, added, tokens)).Merge(mergeCount, settings.MinimumCount, tokens);
        if (tokens.Intersect(added, StringComparer.Ordinal).FirstOrDefault() is { } taken)
            throw new DataException($"The added token '{taken}' of the new tokenizer is a token without being added: choose a longer text.");
        int specials = settings.SpecialTokens.Length;
        return new TokenizerJson
        {
            Vocabulary = tokens.Select((token, id) => (token, id)).ToDictionary(entry => entry.token, entry => entry.id, StringComparer.Ordinal),
            Merges = [.. merges],
            AddedTokens = [.. added.Select((content, index) => new AddedToken(tokens.Count + index, content, Special: index < specials))],
            SplitPatterns = settings.SplitPatterns,
            Composed = settings.Composed,
        };
    }

    /// <summary>The distinct pieces as byte ids, and how often each occurs, in ordinal order of their text.</summary>
    private static List<(int[] Symbols, long Count)> Words(
        IEnumerable<string> documents, TokenizerTrainingSettings settings, ImmutableArray<string> added, List<string> tokens)
    {
        CodePointPreTokenizer cutter = new(settings.SplitPatterns);
        AddedTokenMatcher matcher = new(added.Select(content => (content, new AddedToken(0, content, false))));
        Dictionary<string, long> pieces = new(StringComparer.Ordinal);
        Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> counts = pieces.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (string document in documents)
        {
            int from = 0;
            while (matcher.TryFind(document, from, out int start, out int end, out _))
            {
                Count(document[from..start]);
                from = end;
            }

            Count(document[from..]);
        }

        int[] ids = new int[256];
        for (int value = 0; value < 256; value++)
            ids[value] = tokens.IndexOf(ByteAlphabet.Spell((byte)value).ToString());
        return [.. pieces.OrderBy(piece => piece.Key, StringComparer.Ordinal)
            .Select(piece => (Array.ConvertAll(Encoding.UTF8.GetBytes(piece.Key), value => ids[value]), piece.Value))];

        void Count(string text)
        {
            string normalized = settings.Composed ? CanonicalComposition.Normalize(text) : text;
            foreach ((int offset, int length) in cutter.PreTokenize(normalized))
                CollectionsMarshal.GetValueRefOrAddDefault(counts, normalized.AsSpan(offset, length), out _)++;
        }
    }

    /// <summary>Counts of adjacent pairs, kept up to date while words change; only the words that hold a pair are visited for it.</summary>
    private sealed class PairCounts
    {
        private readonly List<(int[] Symbols, long Count)> _words;
        private readonly Dictionary<TokenMerge, long> _counts = [];
        private readonly Dictionary<TokenMerge, HashSet<int>> _places = [];
        private readonly PriorityQueue<TokenMerge, (long Fewer, int Left, int Right)> _queue = new();
        private readonly HashSet<TokenMerge> _changed = [];

        public PairCounts(List<(int[] Symbols, long Count)> words)
        {
            _words = words;
            for (int word = 0; word < words.Count; word++)
                Add(word, 1);
            Publish();
        }

        public List<TokenMerge> Merge(int count, long minimum, List<string> tokens)
        {
            List<TokenMerge> merges = [];
            HashSet<string> known = new(tokens, StringComparer.Ordinal);
            while (merges.Count < count && _queue.TryDequeue(out TokenMerge pair, out (long Fewer, int, int) priority))
            {
                // An entry whose count is no longer true has a newer one elsewhere in the queue.
                if (_counts.GetValueOrDefault(pair) != -priority.Fewer)
                    continue;
                if (-priority.Fewer < Math.Max(1, minimum))
                    break;
                string token = tokens[pair.Left] + tokens[pair.Right];

                // Another pair may have made the same token; and no token may be longer than a file may hold.
                if (token.Length > TokenizerJson.MaxTokenLength || !known.Add(token))
                {
                    _counts.Remove(pair);
                    continue;
                }

                Apply(pair, tokens.Count);
                merges.Add(pair);
                tokens.Add(token);
            }

            return merges;
        }

        private void Apply(TokenMerge pair, int id)
        {
            foreach (int word in _places[pair].Order())
            {
                Add(word, -1);
                int[] symbols = _words[word].Symbols;
                int length = 0;
                for (int i = 0; i < symbols.Length; i++)
                {
                    bool joins = i + 1 < symbols.Length && symbols[i] == pair.Left && symbols[i + 1] == pair.Right;
                    symbols[length++] = joins ? id : symbols[i];
                    i += joins ? 1 : 0;
                }

                _words[word] = (symbols[..length], _words[word].Count);
                Add(word, 1);
            }

            _counts.Remove(pair);
            _places.Remove(pair);
            _changed.Remove(pair);
            Publish();
        }

        private void Add(int word, int sign)
        {
            (int[] symbols, long count) = _words[word];
            for (int i = 0; i + 1 < symbols.Length; i++)
            {
                TokenMerge pair = new(symbols[i], symbols[i + 1]);
                CollectionsMarshal.GetValueRefOrAddDefault(_counts, pair, out _) += sign * count;
                _changed.Add(pair);
                if (sign > 0)
                    (CollectionsMarshal.GetValueRefOrAddDefault(_places, pair, out _) ??= []).Add(word);
                else if (_places.TryGetValue(pair, out HashSet<int>? places))
                    places.Remove(word);
            }
        }

        private void Publish()
        {
            foreach (TokenMerge pair in _changed)
            {
                long count = _counts.GetValueOrDefault(pair);
                if (count > 0)
                    _queue.Enqueue(pair, (-count, pair.Left, pair.Right));
                else
                    _counts.Remove(pair);
            }

            _changed.Clear();
        }
    }
}
