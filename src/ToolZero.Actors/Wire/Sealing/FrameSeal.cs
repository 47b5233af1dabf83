using System.Buffers.Binary;
using Google.Protobuf;
using ToolZero.Model.Weights.Transfer;

namespace ToolZero.Actors.Wire.Sealing;

/// <summary>The checksum behind a frame of remoting: CRC-32C, 4 bytes, least first.</summary>
internal static class FrameSeal
{
    public const int Bytes = sizeof(uint);

    /// <summary>The frame with its seal.</summary>
    public static ByteString Close(ReadOnlySpan<byte> frame)
    {
        var whole = GC.AllocateUninitializedArray<byte>(frame.Length + Bytes);
        frame.CopyTo(whole);
        BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan(frame.Length), Of(frame));
        return UnsafeByteOperations.UnsafeWrap(whole);
    }

    /// <summary>The frame without its seal; null when the seal is not its own.</summary>
    public static ByteString? Open(ByteString whole)
    {
        if (whole.Length < Bytes) return null;
        var frame = whole.Memory[..^Bytes];
        return BinaryPrimitives.ReadUInt32LittleEndian(whole.Span[frame.Length..]) == Of(frame.Span) ? UnsafeByteOperations.UnsafeWrap(frame) : null;
    }

    private static uint Of(ReadOnlySpan<byte> frame) => ~Crc32C.Append(Crc32C.Start, frame);
}
