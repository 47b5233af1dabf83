using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Akka.Actor;
using Akka.Serialization;
using MessagePack;

namespace ToolZero.Actors.Wire;

/// <summary>Writes the keys of a record, the first call <see cref="WireWriter.Keys"/>.</summary>
internal delegate void WireWrite<in T>(ref WireWriter writer, T value);

/// <summary>
/// MessagePack with integer keys: a record is an array whose index is the key. Keys are only ever added at the end; what a later release must
/// leave out, it writes as nil.
/// </summary>
internal ref struct WireWriter(IBufferWriter<byte> buffer)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private MessagePackWriter _writer = new(buffer);

    /// <summary>Bytes of a value alone.</summary>
    public static byte[] Encode<T>(T value, WireWrite<T> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new WireWriter(buffer);
        write(ref writer, value);
        writer._writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Begins a record of so many keys.</summary>
    public void Keys(int count) => _writer.WriteArrayHeader(count);

    public void Nil() => _writer.WriteNil();

    public void Int(int value) => _writer.Write(value);

    public void Long(long value) => _writer.Write(value);

    public void Double(double value) => _writer.Write(value);

    public void Float(float value) => _writer.Write(value);

    public void Bool(bool value) => _writer.Write(value);

    public void Duration(TimeSpan value) => _writer.Write(value.Ticks);

    /// <summary>Ticks since year 1, UTC.</summary>
    public void Moment(DateTimeOffset value) => _writer.Write(value.UtcTicks);

    public void Choice<TEnum>(TEnum value)
        where TEnum : struct, Enum => _writer.Write(Convert.ToInt32(value, CultureInfo.InvariantCulture));

    public void ChoiceOrNull<TEnum>(TEnum? value)
        where TEnum : struct, Enum
    {
        if (value is { } chosen) Choice(chosen);
        else _writer.WriteNil();
    }

    /// <summary>UTF-8; a text with half a surrogate pair, which UTF-8 cannot carry, as its UTF-16 code units in binary.</summary>
    /// <exception cref="WireException">It is longer than a reader takes.</exception>
    public void Text(string? value)
    {
        if (value is null)
        {
            _writer.WriteNil();
            return;
        }

        try
        {
            _writer.WriteString(Bounded(Strict.GetBytes(value)));
        }
        catch (EncoderFallbackException)
        {
            _writer.Write(Bounded(MemoryMarshal.AsBytes(value.AsSpan())));
        }
    }

    public void Bytes(ReadOnlySpan<byte> value) => _writer.Write(value);

    /// <summary>As its path with the address of this system; nil for nobody.</summary>
    public void Actor(IActorRef? actor) => Text(actor.IsNobody() ? null : Serialization.SerializedActorPath(actor));

    /// <summary>A record within the record, nil for none.</summary>
    public void Record<T>(T? value, WireWrite<T> write)
        where T : class
    {
        if (value is null) _writer.WriteNil();
        else write(ref this, value);
    }

    /// <summary>A record of a value type within the record, nil for none.</summary>
    public void Value<T>(T? value, WireWrite<T> write)
        where T : struct
    {
        if (value is { } known) write(ref this, known);
        else _writer.WriteNil();
    }

    public void List<T>(ImmutableArray<T> items, WireWrite<T> write)
    {
        _writer.WriteArrayHeader(items.IsDefault ? 0 : items.Length);
        if (items.IsDefault) return;
        foreach (var item in items) write(ref this, item);
    }

    public void Texts(ImmutableArray<string> items) => List(items, static (ref w, item) => w.Text(item));

    /// <summary>Names and values in turn, in one array.</summary>
    public void Map<T>(ImmutableSortedDictionary<string, T> entries, WireWrite<T> write)
    {
        _writer.WriteArrayHeader(2 * entries.Count);
        foreach (var (name, value) in entries)
        {
            Text(name);
            write(ref this, value);
        }
    }

    private static ReadOnlySpan<byte> Bounded(ReadOnlySpan<byte> text) =>
        text.Length <= WireLimits.Text ? text : throw new WireException($"a text of {text.Length} bytes cannot be sent: {WireLimits.Text} at most");
}
