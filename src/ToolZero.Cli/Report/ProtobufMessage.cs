using System.Buffers.Binary;
using System.Text;

namespace ToolZero.Cli.Report;

/// <summary>Builds one message in the protocol buffers encoding; fields stand in the order of the calls.</summary>
internal sealed class ProtobufMessage
{
    private const int VarintWire = 0;
    private const int Fixed64Wire = 1;
    private const int BytesWire = 2;
    private const int Fixed32Wire = 5;

    private readonly List<byte> _bytes = [];

    public byte[] ToArray() => [.. _bytes];

    public void Integer(int field, long value)
    {
        Tag(field, VarintWire);
        Varint((ulong)value);
    }

    public void Double(int field, double value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        Tag(field, Fixed64Wire);
        _bytes.AddRange(bytes);
    }

    public void Float(int field, float value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        Tag(field, Fixed32Wire);
        _bytes.AddRange(bytes);
    }

    public void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public void Message(int field, Action<ProtobufMessage> build)
    {
        var inner = new ProtobufMessage();
        build(inner);
        Bytes(field, inner.ToArray());
    }

    private void Bytes(int field, byte[] value)
    {
        Tag(field, BytesWire);
        Varint((ulong)value.Length);
        _bytes.AddRange(value);
    }

    private void Tag(int field, int wire) => Varint((ulong)((field << 3) | wire));

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) _bytes.Add((byte)(value | 0x80));
        _bytes.Add((byte)value);
    }
}
