using System.Buffers;
using System.Collections.Concurrent;

namespace MessagePack;

/// <summary>Values to bytes and back. Whatever goes wrong is a <see cref="MessagePackSerializationException"/> with the cause inside.</summary>
public static class MessagePackSerializer
{
    // Larger buffers are not kept for the next value.
    private const int KeptBytes = 1 << 20;

    private static readonly ConcurrentDictionary<Type, Untyped> ByType = new();

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _scratch;

    public static MessagePackSerializerOptions DefaultOptions { get; set; } = MessagePackSerializerOptions.Standard;

    public static byte[] Serialize<T>(T value, MessagePackSerializerOptions? options = null, CancellationToken cancellationToken = default)
    {
        // Taken while in use: a formatter may serialise something itself.
        ArrayBufferWriter<byte> scratch = _scratch ?? new ArrayBufferWriter<byte>(256);
        _scratch = null;
        Serialize(scratch, value, options, cancellationToken);
        byte[] bytes = scratch.WrittenSpan.ToArray();
        if (scratch.Capacity <= KeptBytes)
        {
            scratch.ResetWrittenCount();
            _scratch = scratch;
        }

        return bytes;
    }

    public static void Serialize<T>(IBufferWriter<byte> writer, T value, MessagePackSerializerOptions? options = null, CancellationToken cancellationToken = default)
    {
        MessagePackWriter output = new(writer) { CancellationToken = cancellationToken };
        Serialize(ref output, value, options);
        output.Flush();
    }

    public static void Serialize<T>(ref MessagePackWriter writer, T value, MessagePackSerializerOptions? options = null)
    {
        options ??= DefaultOptions;
        try
        {
            options.Resolver.GetFormatterWithVerify<T>().Serialize(ref writer, value, options);
        }
        catch (Exception error)
        {
            throw new MessagePackSerializationException($"Failed to serialize {typeof(T).FullName} value.", error);
        }
    }

    /// <summary>Serialises a value as the given type.</summary>
    public static byte[] Serialize(Type type, object? obj, MessagePackSerializerOptions? options = null, CancellationToken cancellationToken = default) =>
        ForType(type).Serialize(obj, options, cancellationToken);

    public static T Deserialize<T>(ReadOnlyMemory<byte> buffer, MessagePackSerializerOptions? options = null, CancellationToken cancellationToken = default)
    {
        MessagePackReader reader = new(buffer) { CancellationToken = cancellationToken };
        return Deserialize<T>(ref reader, options);
    }

    /// <summary>Reads the value that the bytes begin with; says how many bytes it has.</summary>
    public static T Deserialize<T>(ReadOnlyMemory<byte> buffer, MessagePackSerializerOptions? options, out int bytesRead, CancellationToken cancellationToken = default)
    {
        MessagePackReader reader = new(buffer) { CancellationToken = cancellationToken };
        T value = Deserialize<T>(ref reader, options);
        bytesRead = (int)reader.Consumed;
        return value;
    }

    public static T Deserialize<T>(in ReadOnlySequence<byte> byteSequence, MessagePackSerializerOptions? options = null, CancellationToken cancellationToken = default)
    {
        MessagePackReader reader = new(byteSequence) { CancellationToken = cancellationToken };
        return Deserialize<T>(ref reader, options);
    }

    public static T Deserialize<T>(ref MessagePackReader reader, MessagePackSerializerOptions? options = null)
    {
        options ??= DefaultOptions;
        try
        {
            return options.Resolver.GetFormatterWithVerify<T>().Deserialize(ref reader, options);
        }
        catch (Exception error)
        {
            throw new MessagePackSerializationException($"Failed to deserialize {typeof(T).FullName} value.", error);
        }
    }

    /// <summary>Reads a value of the given type.</summary>
    public static object? Deserialize(Type type, ReadOnlyMemory<byte> bytes, MessagePackSerializerOptions? options = null, CancellationToken cancellationToken = default) =>
        ForType(type).Deserialize(bytes, options, cancellationToken);

    private static Untyped ForType(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return ByType.GetOrAdd(type, static key => (Untyped)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(key))!);
    }

    private abstract class Untyped
    {
        public abstract byte[] Serialize(object? value, MessagePackSerializerOptions? options, CancellationToken cancellationToken);

        public abstract object? Deserialize(ReadOnlyMemory<byte> bytes, MessagePackSerializerOptions? options, CancellationToken cancellationToken);
    }

    private sealed class Typed<T> : Untyped
    {
        public override byte[] Serialize(object? value, MessagePackSerializerOptions? options, CancellationToken cancellationToken) =>
            MessagePackSerializer.Serialize((T)value!, options, cancellationToken);

        public override object? Deserialize(ReadOnlyMemory<byte> bytes, MessagePackSerializerOptions? options, CancellationToken cancellationToken) =>
            Deserialize<T>(bytes, options, cancellationToken);
    }
}
