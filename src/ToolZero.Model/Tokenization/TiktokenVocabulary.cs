using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using ToolZero.Core.Data;

namespace ToolZero.Model.Tokenization;

/// <summary>
/// Reads a ranked vocabulary (a line = base64 of the token's bytes, a space, its id) and finds the merges that its ids imply: the two parts of a token are what
/// merging its bytes with the lower ids leaves.
/// </summary>
public static class TiktokenVocabulary
{
    private const int LongestLine = 8192;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The .tiktoken file.</param>
    /// <param name="addedTokens">Tokens recognised as a whole; their ids must be free.</param>
    /// <param name="pattern">The expression that cuts a text.</param>
    /// <param name="composed">Texts are put into normalisation form C first.</param>
    /// <exception cref="DataException">The file cannot be read, or a line is wrong.</exception>
    public static TokenizerJson Read(string path, ImmutableArray<AddedToken> addedTokens, string pattern, bool composed)
    {
        Dictionary<string, int> vocabulary = ReadRanks(path);
        for (int value = 0; value < 256; value++)
        {
            if (!vocabulary.ContainsKey(ByteAlphabet.Spell((byte)value).ToString()))
                throw new DataException($"{path}: has no token for the byte 0x{value:X2}: a byte-level vocabulary has all 256.");
        }

        HashSet<int> ids = [.. vocabulary.Values];
        foreach (AddedToken token in addedTokens)
        {
            if (!ids.Add(token.Id))
                throw new DataException($"{path}: the id {token.Id} of the added token '{token.Content}' is taken: give added tokens free ids.");
        }

        return new TokenizerJson
        {
            Vocabulary = vocabulary,
            Merges = Merges(path, vocabulary),
            AddedTokens = addedTokens,
            SplitPatterns = [pattern],
            Composed = composed,
        };
    }

    private static Dictionary<string, int> ReadRanks(string path)
    {
        Dictionary<string, int> vocabulary = new(StringComparer.Ordinal);
        HashSet<int> ids = [];
        Span<byte> bytes = stackalloc byte[LongestLine];
        int number = 0;
        try
        {
            if (new FileInfo(path).Length > TokenizerJson.MaxFileBytes)
                throw new DataException($"{path}: is larger than a vocabulary may be ({TokenizerJson.MaxFileBytes} bytes): give a .tiktoken file.");
            foreach (string line in File.ReadLines(path))
            {
                number++;
                if (line.Length == 0)
                    continue;
                int space = line.IndexOf(' ', StringComparison.Ordinal);
                if (line.Length > LongestLine || space <= 0 || !Convert.TryFromBase64Chars(line.AsSpan(0, space), bytes, out int length) || length == 0
                    || !int.TryParse(line.AsSpan(space + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int id) || id >= TokenizerJson.MaxTokens)
                {
                    throw new DataException($"{path}({number}): is not a token: a line is base64, one space, an id below {TokenizerJson.MaxTokens}.");
                }

                if (!vocabulary.TryAdd(ByteAlphabet.Spell(bytes[..length]), id) || !ids.Add(id))
                    throw new DataException($"{path}({number}): repeats a token or the id {id}: every token has one id.");
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new DataException($"{path}: cannot be read ({error.Message.ReplaceLineEndings(" ")}): give the path of a .tiktoken file.", error);
        }

        return vocabulary;
    }

    private static ImmutableArray<TokenMerge> Merges(string path, Dictionary<string, int> vocabulary)
    {
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> ids = vocabulary.GetAlternateLookup<ReadOnlySpan<char>>();
        List<TokenMerge> merges = new(vocabulary.Count);
        foreach ((string token, int rank) in vocabulary.OrderBy(entry => entry.Value))
        {
            if (token.Length == 1)
                continue;
            int split = Split(token, rank, ids);
            if (split < 0)
                throw new DataException($"{path}: the token with id {rank} is not the union of two tokens with lower ids: the vocabulary is not ranked.");
            merges.Add(new TokenMerge(ids[token.AsSpan(0, split)], ids[token.AsSpan(split)]));
        }

        return [.. merges];
    }

    /// <summary>Where a token's last merge joins, or -1.</summary>
    private static int Split(string token, int rank, Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> ids)
    {
        int parts = token.Length;
        int[]? rented = parts < 256 ? null : ArrayPool<int>.Shared.Rent(parts + 1);
        Span<int> starts = rented ?? stackalloc int[257];
        for (int i = 0; i <= parts; i++)
            starts[i] = i;
        while (parts > 2)
        {
            int best = -1;
            int lowest = rank;
            for (int i = 0; i + 1 < parts; i++)
            {
                if (ids.TryGetValue(token.AsSpan(starts[i], starts[i + 2] - starts[i]), out int id) && id < lowest)
                    (best, lowest) = (i, id);
            }

            if (best < 0)
                break;
            starts[(best + 2)..(parts + 1)].CopyTo(starts[(best + 1)..]);
            parts--;
        }

        int split = parts == 2 ? starts[1] : -1;
        if (rented is not null)
            ArrayPool<int>.Shared.Return(rented);
        return split;
    }
}
