using System.Text.Json;

namespace Microsoft.ML.Tokenizers;

/// <summary>Reads the two streams of a byte-pair vocabulary: a JSON object of token to id, and one merge "left right" per line in order of rank.</summary>
internal static class BpeFiles
{
    public static Dictionary<string, int> ReadVocabulary(Stream stream) =>
        JsonSerializer.Deserialize<Dictionary<string, int>>(stream) ?? throw new InvalidOperationException("The vocabulary stream holds no object.");

    public static Dictionary<long, (int Rank, int Id)> ReadMerges(Stream? stream, Dictionary<string, int> vocabulary, int prefixLength)
    {
        Dictionary<long, (int, int)> merges = [];
        if (stream is null)
            return merges;

        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> ids = vocabulary.GetAlternateLookup<ReadOnlySpan<char>>();
        using StreamReader reader = new(stream, leaveOpen: true);
        int rank = 0;
        Span<char> joined = stackalloc char[256];
        for (int number = 1; reader.ReadLine() is { } line; number++)
        {
            if (line.Length == 0 || line.StartsWith("#version", StringComparison.Ordinal))
                continue;
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space < 0 || space == line.Length - 1 || line.IndexOf(' ', space + 1) >= 0)
                throw new InvalidOperationException($"Line {number} of the merges is not two tokens with one space between them.");

            ReadOnlySpan<char> left = line.AsSpan(0, space);
            ReadOnlySpan<char> right = line.AsSpan(space + 1);
            if (right.Length <= prefixLength)
                throw new InvalidOperationException($"Line {number} of the merges: '{right}' is too short to carry the prefix.");
            ReadOnlySpan<char> tail = right[prefixLength..];
            int length = left.Length + tail.Length;
            Span<char> result = length <= joined.Length ? joined[..length] : new char[length];
            left.CopyTo(result);
            tail.CopyTo(result[left.Length..]);
            merges.Add(PairMerger.Key(Id(left), Id(right)), (rank++, Id(result)));

            int Id(ReadOnlySpan<char> token) => ids.TryGetValue(token, out int id)
                ? id
                : throw new InvalidOperationException($"Line {number} of the merges: '{token}' is not in the vocabulary.");
        }

        return merges;
    }
}
