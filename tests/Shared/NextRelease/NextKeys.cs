using System.Buffers;
using MessagePack;

namespace ToolZero.Actors.Wire;

/// <summary>What a later release adds to every message: one key behind those that today's knows.</summary>
internal static class NextKeys
{
    /// <param name="record">Bytes of a message as today's release writes it.</param>
    public static byte[] Behind(byte[] record)
    {
        var reader = new MessagePackReader(record);
        var keys = reader.ReadArrayHeader();
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(keys + 1);
        writer.WriteRaw(record.AsSpan((int)reader.Consumed));
        writer.Write("known to later releases only");
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
