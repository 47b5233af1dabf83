using System.Numerics;
using System.Runtime.InteropServices;

namespace ToolZero.Model.Weights.Transfer;

/// <summary>CRC-32C (Castagnoli, as in RFC 3720), which processors compute in hardware.</summary>
public static class Crc32C
{
    /// <summary>The checksum of nothing: where a computation starts.</summary>
    public const uint Start = 0xFFFFFFFF;

    /// <summary>The instruction takes three clocks and can be started at each, so three blocks are computed side by side.</summary>
    private const int BlockBytes = 1024;

    private const int BlockWords = BlockBytes / sizeof(ulong);

    /// <summary>What a block of zeros makes of a state, by the bytes of the state: CRC is linear, so a state goes over a block that was computed from 0 in this way.</summary>
    private static readonly uint[] OverBlock = Table();

    /// <summary>Goes on with more bytes; the result of the last call, inverted, is the CRC.</summary>
    public static uint Append(uint state, ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        var rest = bytes[(words.Length * sizeof(ulong))..];
        for (; words.Length >= 3 * BlockWords; words = words[(3 * BlockWords)..])
        {
            var (first, second, third) = (state, 0u, 0u);
            for (var i = 0; i < BlockWords; i++)
            {
                first = BitOperations.Crc32C(first, Little(words[i]));
                second = BitOperations.Crc32C(second, Little(words[i + BlockWords]));
                third = BitOperations.Crc32C(third, Little(words[i + (2 * BlockWords)]));
            }

            state = Over(Over(first) ^ second) ^ third;
        }

        foreach (var word in words) state = BitOperations.Crc32C(state, Little(word));
        foreach (var last in rest) state = BitOperations.Crc32C(state, last);
        return state;
    }

    private static uint Over(uint state) =>
        OverBlock[state & 0xFF] ^ OverBlock[256 + ((state >> 8) & 0xFF)] ^ OverBlock[512 + ((state >> 16) & 0xFF)] ^ OverBlock[768 + (state >> 24)];

    private static ulong Little(ulong word) => BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word);

    private static uint[] Table()
    {
        var table = new uint[4 * 256];
        for (var at = 0; at < table.Length; at++)
        {
            var state = (uint)(at % 256) << (8 * (at / 256));
            for (var i = 0; i < BlockWords; i++) state = BitOperations.Crc32C(state, 0UL);
            table[at] = state;
        }

        return table;
    }
}
