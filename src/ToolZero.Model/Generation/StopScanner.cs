using System.Collections.Immutable;
using System.Text;

namespace ToolZero.Model.Generation;

/// <summary>
/// Finds stop sequences in a growing text, token by token, on its UTF-8 bytes: only the tail that could still begin one is kept, so a token
/// costs its own length and not that of the text, and characters split over tokens are no special case.
/// </summary>
internal sealed class StopScanner(ImmutableArray<byte[]> sequences)
{
    private readonly int _longest = sequences.Max(s => s.Length);
    private byte[] _tail = [];

    /// <summary>The sequences as bytes, or null when there are none.</summary>
    public static ImmutableArray<byte[]>? Bytes(ImmutableArray<string> sequences) =>
        sequences.IsDefaultOrEmpty ? null : [.. sequences.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Appends the bytes of a token; true when the text now holds a stop sequence.</summary>
    public bool Append(ReadOnlySpan<byte> token)
    {
        byte[] text = [.. _tail, .. token];
        foreach (var sequence in sequences)
        {
            if (text.AsSpan().IndexOf(sequence) >= 0) return true;
        }

        _tail = text.Length < _longest ? text : text[^(_longest - 1)..];
        return false;
    }
}
