using System.Numerics;
using System.Runtime.InteropServices;

namespace ToolZero.Model.Weights.Transfer;

/// <summary>CRC-32C (Castagnoli, as in RFC 3720), which processors compute in hardware.</summary>
public static class Crc32C
{
    /// <summary>The checksum of nothing: where a computation starts.</summary>
    public const uint Start = 0xFFFFFFFF;

    /// <summary>Goes on with more bytes; the result of the last call, inverted, is the CRC.</summary>
    public static uint Append(uint state, ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words) state = BitOperations.Crc32C(state, BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word));
        foreach (var last in bytes[(words.Length * sizeof(ulong))..]) state = BitOperations.Crc32C(state, last);
        return state;
    }
}
