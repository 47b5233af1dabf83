using System.Buffers;
using MessagePack;

namespace Compat.MessagePack.Tests;

public sealed class ReaderWriterSpecs
{
    [Fact]
    public void What_is_written_is_read()
    {
        ArrayBufferWriter<byte> buffer = new();
        MessagePackWriter writer = new(buffer);
        writer.WriteNil();
        writer.Write(true);
        writer.Write('x');
        writer.Write((byte)200);
        writer.Write((sbyte)-5);
        writer.Write(ushort.MaxValue);
        writer.Write(short.MinValue);
        writer.Write(uint.MaxValue);
        writer.Write(ulong.MaxValue);
        writer.Write(1.5f);
        writer.Write(2.5);
        writer.Write("text");
        writer.Write("span".AsSpan());
        writer.WriteString("utf8"u8);
        writer.Write((byte[]?)null);
        writer.Write((ReadOnlySpan<byte>)[1, 2]);
        writer.Write(new ReadOnlySequence<byte>([3]));
        writer.WriteBinHeader(1);
        writer.WriteRaw((ReadOnlySpan<byte>)[4]);
        writer.WriteArrayHeader(70_000u);
        writer.WriteMapHeader(3);
        writer.WriteExtensionFormat(new ExtensionResult(7, new byte[] { 1, 2, 3 }));
        writer.GetSpan(1)[0] = MessagePackCode.Nil;
        writer.Advance(1);
        writer.Flush();
        byte[] bytes = [.. buffer.WrittenSpan, .. new byte[70_000]];

        MessagePackReader reader = new(bytes);
        Assert.True(reader.IsNil);
        reader.ReadNil();
        Assert.True(reader.ReadBoolean());
        Assert.Equal('x', reader.ReadChar());
        Assert.Equal(200, reader.ReadByte());
        Assert.Equal(-5, reader.ReadSByte());
        Assert.Equal(ushort.MaxValue, reader.ReadUInt16());
        Assert.Equal(short.MinValue, reader.ReadInt16());
        Assert.Equal(uint.MaxValue, reader.ReadUInt32());
        Assert.Equal(ulong.MaxValue, reader.ReadUInt64());
        Assert.Equal(1.5f, reader.ReadSingle());
        Assert.Equal(MessagePackType.Float, reader.NextMessagePackType);
        Assert.Equal(2.5, reader.ReadDouble());
        Assert.Equal("text", reader.ReadString());
        Assert.Equal("span", reader.ReadString());
        Assert.Equal("utf8"u8.ToArray(), reader.ReadStringSequence()!.Value.ToArray());
        Assert.Null(reader.ReadBytes());
        Assert.Equal([1, 2], reader.ReadBytes()!.Value.ToArray());
        Assert.Equal([3], reader.ReadBytes()!.Value.ToArray());
        Assert.Equal([4], reader.ReadBytes()!.Value.ToArray());
        Assert.Equal(70_000, reader.ReadArrayHeader());
        Assert.Equal(3, reader.ReadMapHeader());
        MessagePackReader ahead = reader.CreatePeekReader();
        Assert.Equal(7, ahead.ReadExtensionFormatHeader().TypeCode);
        ExtensionResult extension = reader.ReadExtensionFormat();
        Assert.Equal([1, 2, 3], extension.Data.ToArray());
        Assert.Equal(3u, extension.Header.Length);
        Assert.Equal(MessagePackCode.Nil, reader.NextCode);
        Assert.True(reader.TryReadNil());
        Assert.Equal(buffer.WrittenCount, reader.Consumed);
    }

    [Theory]
    [InlineData(1, "D405")]
    [InlineData(2, "D505")]
    [InlineData(3, "C70305")]
    [InlineData(4, "D605")]
    [InlineData(8, "D705")]
    [InlineData(16, "D805")]
    [InlineData(17, "C71105")]
    [InlineData(256, "C8010005")]
    [InlineData(65536, "C90001000005")]
    public void Extensions_have_the_shortest_header(int length, string header)
    {
        ArrayBufferWriter<byte> buffer = new();
        MessagePackWriter writer = new(buffer);
        writer.WriteExtensionFormatHeader(new ExtensionHeader(5, length));
        writer.Flush();
        Assert.Equal(header, Convert.ToHexString(buffer.WrittenSpan));
    }

    [Fact]
    public void Values_are_passed_over_whole()
    {
        byte[] value = Convert.FromHexString("95C0A161C403010203820192A1620203CB3FF8000000000000D6FF00000001");
        byte[] bytes = [.. value, 0x2A];
        MessagePackReader reader = new(bytes);
        Assert.Equal(value, reader.ReadRaw().ToArray());
        Assert.Equal(42, reader.ReadInt32());
        Assert.True(reader.End);
        reader = new MessagePackReader(bytes);
        reader.Skip();
        Assert.Equal(value.Length, reader.Consumed);
    }

    [Fact]
    public void Deep_values_are_passed_over()
    {
        MessagePackReader reader = new((byte[])[.. Enumerable.Repeat((byte)0x91, 400), 0xC0]);
        reader.Skip();
        Assert.True(reader.End);
    }

    [Fact]
    public void Raw_bytes_are_a_part_of_the_input()
    {
        MessagePackReader reader = new((byte[])[1, 2, 3, 4]);
        Assert.Equal([1, 2], reader.ReadRaw(2).ToArray());
        Assert.Equal(3, reader.ReadInt32());
    }

    [Fact]
    public void A_reader_may_begin_with_a_sequence_of_parts()
    {
        Part first = new((byte[])[0x93, 1], null);
        Part last = new((byte[])[2, 0xA1, (byte)'x'], first);
        MessagePackReader reader = new(new ReadOnlySequence<byte>(first, 0, last, 3));
        Assert.Equal(3, reader.ReadArrayHeader());
        Assert.Equal((1, 2, "x"), (reader.ReadInt32(), reader.ReadInt32(), reader.ReadString()));
    }

    [Theory]
    [InlineData("CA3FC00000", 1.5)]
    [InlineData("CB3FF8000000000000", 1.5)]
    [InlineData("05", 5.0)]
    [InlineData("FB", -5.0)]
    [InlineData("CFFFFFFFFFFFFFFFFF", 18446744073709551615.0)]
    public void Numbers_of_any_form_are_read_as_floating_point(string hex, double value)
    {
        MessagePackReader reader = new(Convert.FromHexString(hex));
        MessagePackReader again = reader.CreatePeekReader();
        Assert.Equal(value, reader.ReadDouble());
        Assert.Equal((float)value, again.ReadSingle());
    }

    [Fact]
    public void Errors_say_what_is_wrong()
    {
        Assert.Throws<EndOfStreamException>(() => new MessagePackReader((byte[])[0xCD, 1]).ReadInt32());
        Assert.Throws<EndOfStreamException>(() => new MessagePackReader((byte[])[]).ReadNil());
        Assert.Throws<EndOfStreamException>(() => new MessagePackReader((byte[])[0xDC, 1, 0, 0]).ReadArrayHeader());
        Assert.Throws<MessagePackSerializationException>(() => new MessagePackReader((byte[])[0xA0]).ReadInt32());
        Assert.Throws<OverflowException>(() => new MessagePackReader((byte[])[0xCD, 1, 0]).ReadByte());
        Assert.Throws<OverflowException>(() => new MessagePackReader((byte[])[0xFF]).ReadUInt64());
    }

    [Fact]
    public void Depth_is_counted()
    {
        MessagePackReader reader = new((byte[])[0xC0]) { Depth = 499 };
        MessagePackSecurity.UntrustedData.DepthStep(ref reader);
        Assert.Equal(500, reader.Depth);
        InsufficientExecutionStackException? error = null;
        try
        {
            MessagePackSecurity.UntrustedData.DepthStep(ref reader);
        }
        catch (InsufficientExecutionStackException caught)
        {
            error = caught;
        }

        Assert.NotNull(error);
    }


    private sealed class Part : ReadOnlySequenceSegment<byte>
    {
        public Part(ReadOnlyMemory<byte> memory, Part? previous)
        {
            Memory = memory;
            if (previous is null)
                return;
            RunningIndex = previous.RunningIndex + previous.Memory.Length;
            previous.Next = this;
        }
    }
}
