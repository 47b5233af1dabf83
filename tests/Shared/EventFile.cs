using System.Buffers.Binary;

namespace ToolZero.Tests.Shared;

/// <summary>TensorBoard's event files, read without our writer: lengths, both checksums of every record, messages.</summary>
internal static class EventFile
{
    /// <exception cref="InvalidDataException">A checksum is wrong.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Records(byte[] file)
    {
        for (var at = 0; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
            if (Masked(file.AsSpan(at, 8)) != BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8))) throw new InvalidDataException($"checksum of the length at byte {at}");
            var body = file.AsMemory(at + 12, checked((int)length));
            if (Masked(body.Span) != BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + body.Length))) throw new InvalidDataException($"checksum of the record at byte {at}");
            yield return body;
            at += 16 + body.Length;
        }
    }

    /// <summary>Tags and values of an event.</summary>
    public static IEnumerable<(string Tag, float Value)> Scalars(IReadOnlyList<ProtobufField> record) =>
        record.Single(f => f.Number == 5).Fields.Select(v => (v.Fields.Single(f => f.Number == 1).Text, v.Fields.Single(f => f.Number == 2).Float));

    /// <summary>CRC-32C bit by bit, from its polynomial, then TensorFlow's mask.</summary>
    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var next in bytes)
        {
            crc ^= next;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x82f63b78 : crc >> 1;
        }

        crc = ~crc;
        return unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8u);
    }
}
