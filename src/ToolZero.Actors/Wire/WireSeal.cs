using System.Buffers.Binary;
using System.Text;
using ToolZero.Model.Weights.Transfer;

namespace ToolZero.Actors.Wire;

/// <summary>
/// The checksum behind a message: CRC-32C of its manifest and its bytes, 4 bytes, least first. It tells a damaged line from a message, not a
/// friend from a foe: that is what TLS is for.
/// </summary>
internal static class WireSeal
{
    public const int Bytes = sizeof(uint);

    /// <summary>The message with its seal.</summary>
    public static byte[] Close(string manifest, ReadOnlySpan<byte> message)
    {
        var whole = GC.AllocateUninitializedArray<byte>(message.Length + Bytes);
        message.CopyTo(whole);
        BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan(message.Length), Of(manifest, message));
        return whole;
    }

    /// <summary>The message without its seal.</summary>
    /// <exception cref="WireException">The seal is not that of the message: bytes were changed on the way.</exception>
    public static ReadOnlyMemory<byte> Open(string manifest, ReadOnlyMemory<byte> whole)
    {
        var message = whole[..Math.Max(0, whole.Length - Bytes)];
        return whole.Length >= Bytes && BinaryPrimitives.ReadUInt32LittleEndian(whole.Span[message.Length..]) == Of(manifest, message.Span)
            ? message
            : throw new WireException("its checksum is wrong");
    }

    private static uint Of(string manifest, ReadOnlySpan<byte> message) =>
        ~Crc32C.Append(Crc32C.Append(Crc32C.Start, Encoding.UTF8.GetBytes(manifest)), message);
}
