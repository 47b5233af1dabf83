using System.Globalization;

namespace MessagePack.Formatters;

/// <summary>Writes a value without options.</summary>
internal delegate void WriteValue<in T>(ref MessagePackWriter writer, T value);

/// <summary>Reads a value without options.</summary>
internal delegate T ReadValue<out T>(ref MessagePackReader reader);

/// <summary>A formatter of two functions.</summary>
internal sealed class PrimitiveFormatter<T>(WriteValue<T> write, ReadValue<T> read) : IMessagePackFormatter<T>
{
    public void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options) => write(ref writer, value);

    public T Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => read(ref reader);
}

/// <summary>The types that have a form of their own.</summary>
internal static class PrimitiveFormatters
{
    public static readonly Dictionary<Type, object> ByType = Build();

    private static Dictionary<Type, object> Build()
    {
        Dictionary<Type, object> formatters = [];
        Add<byte>((ref MessagePackWriter writer, byte value) => writer.Write(value), (ref MessagePackReader reader) => reader.ReadByte());
        Add<sbyte>((ref MessagePackWriter writer, sbyte value) => writer.Write(value), (ref MessagePackReader reader) => reader.ReadSByte());
        Add<short>((ref MessagePackWriter writer, short value) => writer.Write(value), (ref MessagePackReader reader) => reader.ReadInt16());
        Add<ushort>((ref MessagePackWriter writer, ushort value) => writer.Write(value), (ref MessagePackReader reader) => reader.ReadUInt16());
        Add<int>((ref MessagePackWriter writer, int value) => writer.Write(value), (ref MessagePackReader reader) => reader.ReadInt32());
        Add<uint>((ref MessagePackWriter writer, uint value) => writer.Write(value), (ref MessagePackReader reader) => reader.ReadUInt32());
        Add<long>((ref MessagePackWriter writer, long value) => writer.Write(value), (ref MessagePackReader reader) => reader.ReadInt64());
        Add<ulong>((ref MessagePackWriter writer, ulong value) => writer.Write(value), (ref MessagePackReader reader) => reader.ReadUInt64());
        Add<float>((ref MessagePackWriter writer, float value) => writer.Write(value), (ref MessagePackReader reader) => reader.ReadSingle());
        Add<double>((ref MessagePackWriter writer, double value) => writer.Write(value), (ref MessagePackReader reader) => reader.ReadDouble());
        Add<bool>((ref MessagePackWriter writer, bool value) => writer.Write(value), (ref MessagePackReader reader) => reader.ReadBoolean());
        Add<char>((ref MessagePackWriter writer, char value) => writer.Write(value), (ref MessagePackReader reader) => reader.ReadChar());
        Add<string?>((ref MessagePackWriter writer, string? value) => writer.Write(value), (ref MessagePackReader reader) => reader.ReadString());
        Add<DateTime>((ref MessagePackWriter writer, DateTime value) => writer.Write(value), (ref MessagePackReader reader) => reader.ReadDateTime());
        Add<TimeSpan>((ref MessagePackWriter writer, TimeSpan value) => writer.Write(value.Ticks), (ref MessagePackReader reader) => new TimeSpan(reader.ReadInt64()));
        Add<DateTimeOffset>(WriteOffset, ReadOffset);
        Add<Guid>((ref MessagePackWriter writer, Guid value) => writer.Write(value.ToString("D")), ReadGuid);
        Add<decimal>((ref MessagePackWriter writer, decimal value) => writer.Write(value.ToString(CultureInfo.InvariantCulture)), ReadDecimal);
        Add<byte[]?>((ref MessagePackWriter writer, byte[]? value) => writer.Write(value), (ref MessagePackReader reader) => ReadBytes(ref reader));
        Add<ReadOnlyMemory<byte>>((ref MessagePackWriter writer, ReadOnlyMemory<byte> value) => writer.Write(value.Span), (ref MessagePackReader reader) => ReadBytes(ref reader));
        Add<Nil>((ref MessagePackWriter writer, Nil value) => writer.WriteNil(), (ref MessagePackReader reader) => reader.ReadNil());
        return formatters;

        void Add<T>(WriteValue<T> write, ReadValue<T> read) => formatters.Add(typeof(T), new PrimitiveFormatter<T>(write, read));
    }

    private static byte[]? ReadBytes(ref MessagePackReader reader) => reader.ReadBytes() is { } bytes ? System.Buffers.BuffersExtensions.ToArray(bytes) : null;

    private static Guid ReadGuid(ref MessagePackReader reader) =>
        Guid.TryParseExact(reader.ReadString(), "D", out Guid value) ? value : throw new MessagePackSerializationException("A string is no Guid.");

    private static decimal ReadDecimal(ref MessagePackReader reader) =>
        decimal.TryParse(reader.ReadString(), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value)
            ? value
            : throw new MessagePackSerializationException("A string is no decimal number.");

    private static void WriteOffset(ref MessagePackWriter writer, DateTimeOffset value)
    {
        writer.WriteArrayHeader(2);
        writer.Write(new DateTime(value.Ticks, DateTimeKind.Utc));
        writer.Write((short)value.Offset.TotalMinutes);
    }

    private static DateTimeOffset ReadOffset(ref MessagePackReader reader)
    {
        if (reader.ReadArrayHeader() != 2)
            throw new MessagePackSerializationException("A time with offset is an array of two.");
        DateTime time = reader.ReadDateTime();
        return new DateTimeOffset(time.Ticks, TimeSpan.FromMinutes(reader.ReadInt16()));
    }
}
