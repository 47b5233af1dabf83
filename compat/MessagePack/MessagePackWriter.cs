using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace MessagePack;

/// <summary>Writes values in their shortest form. What was written reaches the output with <see cref="Flush"/>.</summary>
public ref struct MessagePackWriter
{
    private readonly IBufferWriter<byte> _output;
    private Span<byte> _span;
    private int _written;

    public MessagePackWriter(IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _output = writer;
        _span = default;
        _written = 0;
        CancellationToken = default;
    }

    public CancellationToken CancellationToken { get; set; }

    /// <summary>A writer with the same settings and another output.</summary>
    public readonly MessagePackWriter Clone(IBufferWriter<byte> writer) => new(writer) { CancellationToken = CancellationToken };

    public void Flush()
    {
        if (_written > 0)
            _output.Advance(_written);
        _span = default;
        _written = 0;
    }

    /// <summary>Room for raw bytes; <see cref="Advance"/> says how many were filled.</summary>
    public Span<byte> GetSpan(int length)
    {
        if (_span.Length - _written < length || length == 0)
        {
            Flush();
            _span = _output.GetSpan(length);
        }

        return _span[_written..];
    }

    public void Advance(int length) => _written += length;

    /// <summary>Writes bytes that are values already.</summary>
    public void WriteRaw(ReadOnlySpan<byte> rawMessagePackBlock)
    {
        if (rawMessagePackBlock.IsEmpty)
            return;
        rawMessagePackBlock.CopyTo(GetSpan(rawMessagePackBlock.Length));
        _written += rawMessagePackBlock.Length;
    }

    /// <inheritdoc cref="WriteRaw(ReadOnlySpan{byte})"/>
    public void WriteRaw(in ReadOnlySequence<byte> rawMessagePackBlock)
    {
        foreach (ReadOnlyMemory<byte> part in rawMessagePackBlock)
            WriteRaw(part.Span);
    }

    public void WriteNil() => Code(MessagePackCode.Nil);

    public void Write(bool value) => Code(value ? MessagePackCode.True : MessagePackCode.False);

    public void Write(byte value) => Write((ulong)value);

    public void Write(ushort value) => Write((ulong)value);

    public void Write(uint value) => Write((ulong)value);

    public void Write(char value) => Write((ulong)value);

    public void Write(sbyte value) => Write((long)value);

    public void Write(short value) => Write((long)value);

    public void Write(int value) => Write((long)value);

    public void Write(ulong value)
    {
        if (value <= MessagePackCode.MaxFixInt)
            Code((byte)value);
        else if (value <= byte.MaxValue)
            Code8(MessagePackCode.UInt8, (byte)value);
        else if (value <= ushort.MaxValue)
            Code16(MessagePackCode.UInt16, (ushort)value);
        else if (value <= uint.MaxValue)
            Code32(MessagePackCode.UInt32, (uint)value);
        else
            Code64(MessagePackCode.UInt64, value);
    }

    public void Write(long value)
    {
        if (value >= 0)
            Write((ulong)value);
        else if (value >= -32)
            Code((byte)value);
        else if (value >= sbyte.MinValue)
            Code8(MessagePackCode.Int8, (byte)value);
        else if (value >= short.MinValue)
            Code16(MessagePackCode.Int16, (ushort)value);
        else if (value >= int.MinValue)
            Code32(MessagePackCode.Int32, (uint)value);
        else
            Code64(MessagePackCode.Int64, (ulong)value);
    }

    public void Write(float value) => Code32(MessagePackCode.Float32, BitConverter.SingleToUInt32Bits(value));

    public void Write(double value) => Code64(MessagePackCode.Float64, BitConverter.DoubleToUInt64Bits(value));

    /// <summary>Writes a time stamp extension in UTC; a time of unknown kind is taken as it is.</summary>
    public void Write(DateTime dateTime)
    {
        if (dateTime.Kind == DateTimeKind.Local)
            dateTime = dateTime.ToUniversalTime();
        long ticks = dateTime.Ticks - DateTime.UnixEpoch.Ticks;
        long seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out long rest);
        if (rest < 0)
        {
            seconds--;
            rest += TimeSpan.TicksPerSecond;
        }

        ulong nanoseconds = (ulong)rest * 100;
        if (seconds >> 34 != 0)
        {
            WriteExtensionFormatHeader(new ExtensionHeader(TimeStamp.TypeCode, 12));
            Span<byte> bytes = GetSpan(12);
            BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)nanoseconds);
            BinaryPrimitives.WriteInt64BigEndian(bytes[4..], seconds);
            _written += 12;
            return;
        }

        ulong both = (nanoseconds << 34) | (ulong)seconds;
        bool small = both <= uint.MaxValue;
        WriteExtensionFormatHeader(new ExtensionHeader(TimeStamp.TypeCode, small ? 4u : 8u));
        if (small)
            BinaryPrimitives.WriteUInt32BigEndian(GetSpan(4), (uint)both);
        else
            BinaryPrimitives.WriteUInt64BigEndian(GetSpan(8), both);
        _written += small ? 4 : 8;
    }

    public void Write(string? value)
    {
        if (value is null)
            WriteNil();
        else
            Write(value.AsSpan());
    }

    public void Write(ReadOnlySpan<char> value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        WriteStringHeader(length);
        if (length == 0)
            return;

        // Taken first: it may flush, and += would have read the count before that.
        Span<byte> bytes = GetSpan(length);
        _written += Encoding.UTF8.GetBytes(value, bytes);
    }

    /// <summary>Writes a string that is UTF-8 already.</summary>
    public void WriteString(ReadOnlySpan<byte> utf8stringBytes)
    {
        WriteStringHeader(utf8stringBytes.Length);
        WriteRaw(utf8stringBytes);
    }

    public void WriteStringHeader(int byteCount)
    {
        uint length = checked((uint)byteCount);
        if (length <= MessagePackCode.MaxFixStr - MessagePackCode.MinFixStr)
            Code((byte)(MessagePackCode.MinFixStr | length));
        else if (length <= byte.MaxValue)
            Code8(MessagePackCode.Str8, (byte)length);
        else if (length <= ushort.MaxValue)
            Code16(MessagePackCode.Str16, (ushort)length);
        else
            Code32(MessagePackCode.Str32, length);
    }

    public void Write(byte[]? src)
    {
        if (src is null)
            WriteNil();
        else
            Write(src.AsSpan());
    }

    public void Write(ReadOnlySpan<byte> src)
    {
        WriteBinHeader(src.Length);
        WriteRaw(src);
    }

    public void Write(in ReadOnlySequence<byte> src)
    {
        WriteBinHeader(checked((int)src.Length));
        WriteRaw(src);
    }

    public void WriteBinHeader(int length)
    {
        uint count = checked((uint)length);
        if (count <= byte.MaxValue)
            Code8(MessagePackCode.Bin8, (byte)count);
        else if (count <= ushort.MaxValue)
            Code16(MessagePackCode.Bin16, (ushort)count);
        else
            Code32(MessagePackCode.Bin32, count);
    }

    public void WriteArrayHeader(int count) => WriteArrayHeader((uint)count);

    public void WriteArrayHeader(uint count)
    {
        if (count <= MessagePackCode.MaxFixArray - MessagePackCode.MinFixArray)
            Code((byte)(MessagePackCode.MinFixArray | count));
        else if (count <= ushort.MaxValue)
            Code16(MessagePackCode.Array16, (ushort)count);
        else
            Code32(MessagePackCode.Array32, count);
    }

    public void WriteMapHeader(int count) => WriteMapHeader((uint)count);

    public void WriteMapHeader(uint count)
    {
        if (count <= MessagePackCode.MaxFixMap - MessagePackCode.MinFixMap)
            Code((byte)(MessagePackCode.MinFixMap | count));
        else if (count <= ushort.MaxValue)
            Code16(MessagePackCode.Map16, (ushort)count);
        else
            Code32(MessagePackCode.Map32, count);
    }

    public void WriteExtensionFormatHeader(ExtensionHeader extensionHeader)
    {
        switch (extensionHeader.Length)
        {
            case 1:
                Code(MessagePackCode.FixExt1);
                break;
            case 2:
                Code(MessagePackCode.FixExt2);
                break;
            case 4:
                Code(MessagePackCode.FixExt4);
                break;
            case 8:
                Code(MessagePackCode.FixExt8);
                break;
            case 16:
                Code(MessagePackCode.FixExt16);
                break;
            case <= byte.MaxValue:
                Code8(MessagePackCode.Ext8, (byte)extensionHeader.Length);
                break;
            case <= ushort.MaxValue:
                Code16(MessagePackCode.Ext16, (ushort)extensionHeader.Length);
                break;
            default:
                Code32(MessagePackCode.Ext32, extensionHeader.Length);
                break;
        }

        Code((byte)extensionHeader.TypeCode);
    }

    public void WriteExtensionFormat(ExtensionResult extensionData)
    {
        WriteExtensionFormatHeader(extensionData.Header);
        WriteRaw(extensionData.Data);
    }

    private void Code(byte code)
    {
        GetSpan(1)[0] = code;
        _written++;
    }

    private void Code8(byte code, byte value)
    {
        Span<byte> bytes = GetSpan(2);
        bytes[0] = code;
        bytes[1] = value;
        _written += 2;
    }

    private void Code16(byte code, ushort value)
    {
        Span<byte> bytes = GetSpan(3);
        bytes[0] = code;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[1..], value);
        _written += 3;
    }

    private void Code32(byte code, uint value)
    {
        Span<byte> bytes = GetSpan(5);
        bytes[0] = code;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[1..], value);
        _written += 5;
    }

    private void Code64(byte code, ulong value)
    {
        Span<byte> bytes = GetSpan(9);
        bytes[0] = code;
        BinaryPrimitives.WriteUInt64BigEndian(bytes[1..], value);
        _written += 9;
    }
}
