using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace MessagePack;

/// <summary>
/// Reads values from bytes that may say anything: every length is checked against the bytes that are left before anything is allocated or skipped.
/// Too few bytes: <see cref="EndOfStreamException"/>; another kind of value: <see cref="MessagePackSerializationException"/>; a number too large: <see cref="OverflowException"/>.
/// </summary>
public ref struct MessagePackReader
{
    private readonly ReadOnlyMemory<byte> _memory;
    private readonly ReadOnlySpan<byte> _bytes;
    private int _position;

    public MessagePackReader(ReadOnlyMemory<byte> memory)
    {
        _memory = memory;
        _bytes = memory.Span;
        _position = 0;
        CancellationToken = default;
        Depth = 0;
    }

    public MessagePackReader(scoped in ReadOnlySequence<byte> readOnlySequence)
        : this(readOnlySequence.IsSingleSegment ? readOnlySequence.First : readOnlySequence.ToArray())
    {
    }

    public CancellationToken CancellationToken { get; set; }

    /// <summary>The levels of nesting entered; see <see cref="MessagePackSecurity.DepthStep"/>.</summary>
    public int Depth { get; set; }

    /// <summary>Bytes read so far.</summary>
    public readonly long Consumed => _position;

    public readonly bool End => _position == _bytes.Length;

    public readonly bool IsNil => NextCode == MessagePackCode.Nil;

    public readonly MessagePackType NextMessagePackType => MessagePackCode.ToMessagePackType(NextCode);

    /// <summary>The first byte of the next value.</summary>
    public readonly byte NextCode => _position < _bytes.Length ? _bytes[_position] : throw TooShort();

    /// <summary>A reader at the same place that moves on its own.</summary>
    public readonly MessagePackReader CreatePeekReader() => this;

    /// <summary>Passes over the next value, whatever it holds and however deep it nests.</summary>
    public void Skip()
    {
        for (long left = 1; left > 0; left--)
        {
            byte code = NextCode;
            switch (MessagePackCode.ToMessagePackType(code))
            {
                case MessagePackType.Array:
                    left += ReadArrayHeader();
                    break;
                case MessagePackType.Map:
                    left += 2L * ReadMapHeader();
                    break;
                case MessagePackType.String:
                    Take(ReadStringLength());
                    break;
                case MessagePackType.Binary:
                    Take(ReadBinaryLength());
                    break;
                case MessagePackType.Extension:
                    Take(ReadExtensionFormatHeader().Length);
                    break;
                case MessagePackType.Integer:
                    Take(1u + NumberLength(code));
                    break;
                case MessagePackType.Float:
                    Take(code == MessagePackCode.Float32 ? 5u : 9u);
                    break;
                case MessagePackType.Nil or MessagePackType.Boolean:
                    _position++;
                    break;
                default:
                    throw Unexpected(code);
            }
        }
    }

    public Nil ReadNil() => TryReadNil() ? Nil.Default : throw Unexpected(NextCode);

    public bool TryReadNil()
    {
        if (!IsNil)
            return false;
        _position++;
        return true;
    }

    /// <summary>The next bytes as they are.</summary>
    public ReadOnlySequence<byte> ReadRaw(long length)
    {
        int start = _position;
        Take(length);
        return new ReadOnlySequence<byte>(_memory[start.._position]);
    }

    /// <summary>The next value as it is written.</summary>
    public ReadOnlySequence<byte> ReadRaw()
    {
        int start = _position;
        Skip();
        return new ReadOnlySequence<byte>(_memory[start.._position]);
    }

    /// <summary>The number of elements that follow; never more than there are bytes.</summary>
    public int ReadArrayHeader()
    {
        byte code = NextCode;
        uint count = code switch
        {
            >= MessagePackCode.MinFixArray and <= MessagePackCode.MaxFixArray => Fix(code & 0x0Fu),
            MessagePackCode.Array16 => Number16(),
            MessagePackCode.Array32 => Number32(),
            _ => throw Unexpected(code),
        };
        return count <= (uint)(_bytes.Length - _position) ? (int)count : throw TooShort();
    }

    /// <summary>The number of pairs of key and value that follow; never more than there are bytes for.</summary>
    public int ReadMapHeader()
    {
        byte code = NextCode;
        uint count = code switch
        {
            >= MessagePackCode.MinFixMap and <= MessagePackCode.MaxFixMap => Fix(code & 0x0Fu),
            MessagePackCode.Map16 => Number16(),
            MessagePackCode.Map32 => Number32(),
            _ => throw Unexpected(code),
        };
        return 2L * count <= _bytes.Length - _position ? (int)count : throw TooShort();
    }

    public bool ReadBoolean()
    {
        byte code = NextCode;
        if (code is not (MessagePackCode.True or MessagePackCode.False))
            throw Unexpected(code);
        _position++;
        return code == MessagePackCode.True;
    }

    public char ReadChar() => (char)ReadUInt16();

    public byte ReadByte() => checked((byte)ReadUInt64());

    public ushort ReadUInt16() => checked((ushort)ReadUInt64());

    public uint ReadUInt32() => checked((uint)ReadUInt64());

    public sbyte ReadSByte() => checked((sbyte)ReadInt64());

    public short ReadInt16() => checked((short)ReadInt64());

    public int ReadInt32() => checked((int)ReadInt64());

    public ulong ReadUInt64()
    {
        int start = _position;
        if (NextCode == MessagePackCode.UInt64)
            return Number64();
        long value = ReadInt64();
        if (value >= 0)
            return (ulong)value;
        _position = start;
        throw new OverflowException($"{value} is less than 0.");
    }

    public long ReadInt64()
    {
        byte code = NextCode;
        return code switch
        {
            <= MessagePackCode.MaxFixInt => Fix(code),
            >= MessagePackCode.MinNegativeFixInt => (sbyte)Fix(code),
            MessagePackCode.UInt8 => Number8(),
            MessagePackCode.UInt16 => Number16(),
            MessagePackCode.UInt32 => Number32(),
            MessagePackCode.UInt64 => checked((long)Number64()),
            MessagePackCode.Int8 => (sbyte)Number8(),
            MessagePackCode.Int16 => (short)Number16(),
            MessagePackCode.Int32 => (int)Number32(),
            MessagePackCode.Int64 => (long)Number64(),
            _ => throw Unexpected(code),
        };
    }

    /// <summary>A number of either width, or an integer.</summary>
    public float ReadSingle() => NextCode switch
    {
        MessagePackCode.Float32 => BitConverter.UInt32BitsToSingle(Number32()),
        MessagePackCode.Float64 => (float)BitConverter.UInt64BitsToDouble(Number64()),
        MessagePackCode.UInt64 => Number64(),
        _ => ReadInt64(),
    };

    /// <inheritdoc cref="ReadSingle"/>
    public double ReadDouble() => NextCode switch
    {
        MessagePackCode.Float32 => BitConverter.UInt32BitsToSingle(Number32()),
        MessagePackCode.Float64 => BitConverter.UInt64BitsToDouble(Number64()),
        MessagePackCode.UInt64 => Number64(),
        _ => ReadInt64(),
    };

    /// <summary>A time stamp, in UTC.</summary>
    public DateTime ReadDateTime()
    {
        ExtensionHeader header = ReadExtensionFormatHeader();
        if (header.TypeCode != TimeStamp.TypeCode)
            throw new MessagePackSerializationException($"Extension type {header.TypeCode} is no time stamp.");
        int start = _position;
        Take(header.Length);
        ReadOnlySpan<byte> bytes = _bytes[start.._position];
        (long seconds, ulong nanoseconds) = header.Length switch
        {
            4 => (BinaryPrimitives.ReadUInt32BigEndian(bytes), 0ul),
            8 => ((long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) & 0x3_FFFF_FFFF), BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 34),
            12 => (BinaryPrimitives.ReadInt64BigEndian(bytes[4..]), (ulong)BinaryPrimitives.ReadUInt32BigEndian(bytes)),
            _ => throw new MessagePackSerializationException($"A time stamp has 4, 8 or 12 bytes, not {header.Length}."),
        };
        long secondsBeforeEpoch = DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerSecond;
        long lastSecond = DateTime.MaxValue.Ticks / TimeSpan.TicksPerSecond;
        if (seconds < -secondsBeforeEpoch || seconds > lastSecond - secondsBeforeEpoch || nanoseconds > 999_999_999)
            throw new MessagePackSerializationException("A time stamp lies outside the calendar.");
        return DateTime.UnixEpoch.AddTicks((seconds * TimeSpan.TicksPerSecond) + (long)(nanoseconds / 100));
    }

    /// <summary>Bytes, as a part of what is read; null for nil. A string counts as bytes.</summary>
    public ReadOnlySequence<byte>? ReadBytes()
    {
        if (TryReadNil())
            return null;
        uint length = NextMessagePackType == MessagePackType.String ? ReadStringLength() : ReadBinaryLength();
        return ReadRaw(length);
    }

    /// <summary>The UTF-8 bytes of a string, as a part of what is read; null for nil.</summary>
    public ReadOnlySequence<byte>? ReadStringSequence()
    {
        if (TryReadNil())
            return null;
        return ReadRaw(ReadStringLength());
    }

    /// <summary>A string; null for nil. Bytes that are no UTF-8 become U+FFFD.</summary>
    public string? ReadString()
    {
        if (TryReadNil())
            return null;
        uint length = ReadStringLength();
        int start = _position;
        Take(length);
        return Encoding.UTF8.GetString(_bytes[start.._position]);
    }

    public ExtensionHeader ReadExtensionFormatHeader()
    {
        byte code = NextCode;
        uint length = code switch
        {
            MessagePackCode.FixExt1 => Fix(1),
            MessagePackCode.FixExt2 => Fix(2),
            MessagePackCode.FixExt4 => Fix(4),
            MessagePackCode.FixExt8 => Fix(8),
            MessagePackCode.FixExt16 => Fix(16),
            MessagePackCode.Ext8 => Number8(),
            MessagePackCode.Ext16 => Number16(),
            MessagePackCode.Ext32 => Number32(),
            _ => throw Unexpected(code),
        };
        sbyte type = (sbyte)NextCode;
        _position++;
        return length <= (uint)(_bytes.Length - _position) ? new ExtensionHeader(type, length) : throw TooShort();
    }

    public ExtensionResult ReadExtensionFormat()
    {
        ExtensionHeader header = ReadExtensionFormatHeader();
        return new ExtensionResult(header.TypeCode, ReadRaw(header.Length));
    }

    private uint ReadStringLength()
    {
        byte code = NextCode;
        return code switch
        {
            >= MessagePackCode.MinFixStr and <= MessagePackCode.MaxFixStr => Fix(code & 0x1Fu),
            MessagePackCode.Str8 => Number8(),
            MessagePackCode.Str16 => Number16(),
            MessagePackCode.Str32 => Number32(),
            _ => throw Unexpected(code),
        };
    }

    private uint ReadBinaryLength()
    {
        byte code = NextCode;
        return code switch
        {
            MessagePackCode.Bin8 => Number8(),
            MessagePackCode.Bin16 => Number16(),
            MessagePackCode.Bin32 => Number32(),
            _ => throw Unexpected(code),
        };
    }

    private uint Fix(uint value)
    {
        _position++;
        return value;
    }

    private byte Number8() => Payload(1)[0];

    private ushort Number16() => BinaryPrimitives.ReadUInt16BigEndian(Payload(2));

    private uint Number32() => BinaryPrimitives.ReadUInt32BigEndian(Payload(4));

    private ulong Number64() => BinaryPrimitives.ReadUInt64BigEndian(Payload(8));

    /// <summary>Passes over the code and the bytes after it.</summary>
    private ReadOnlySpan<byte> Payload(int length)
    {
        if (_bytes.Length - _position <= length)
            throw TooShort();
        ReadOnlySpan<byte> payload = _bytes.Slice(_position + 1, length);
        _position += length + 1;
        return payload;
    }

    private void Take(long length)
    {
        if (length < 0 || length > _bytes.Length - _position)
            throw TooShort();
        _position += (int)length;
    }

    private static uint NumberLength(byte code) => code switch
    {
        MessagePackCode.UInt8 or MessagePackCode.Int8 => 1,
        MessagePackCode.UInt16 or MessagePackCode.Int16 => 2,
        MessagePackCode.UInt32 or MessagePackCode.Int32 => 4,
        MessagePackCode.UInt64 or MessagePackCode.Int64 => 8,
        _ => 0,
    };

    private static EndOfStreamException TooShort() => new("The bytes end before the value does.");

    private static MessagePackSerializationException Unexpected(byte code) =>
        new($"Unexpected msgpack code {code} ({MessagePackCode.ToMessagePackType(code)}).");
}
