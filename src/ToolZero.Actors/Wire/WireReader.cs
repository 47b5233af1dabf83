using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Akka.Actor;
using MessagePack;

namespace ToolZero.Actors.Wire;

/// <summary>Reads the keys of a record whose array header is read already, in order.</summary>
internal delegate T WireRead<out T>(ref WireReader reader);

/// <summary>
/// Reads what <see cref="WireWriter"/> wrote, or a later or earlier release did: keys that a record does not know are skipped, keys that are
/// missing or nil take the default. Every size is checked before memory is taken for it.
/// </summary>
internal ref struct WireReader
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly ExtendedActorSystem? _system;
    private MessagePackReader _reader;
    private int _left = 1;
    private int _depth;
    private int _items;

    private WireReader(ReadOnlyMemory<byte> bytes, ExtendedActorSystem? system)
    {
        _reader = new MessagePackReader(bytes);
        _system = system;
    }

    /// <param name="bytes">One record and nothing else.</param>
    /// <param name="read">Reads its keys.</param>
    /// <param name="system">Resolves actor references; without it a record must not have any.</param>
    /// <exception cref="WireException">The bytes are no such record.</exception>
    public static T Decode<T>(ReadOnlyMemory<byte> bytes, WireRead<T> read, ExtendedActorSystem? system = null)
    {
        try
        {
            var reader = new WireReader(bytes, system);
            var value = reader.Record(read);
            return reader._reader.End ? value : throw new WireException("there are bytes after its end");
        }
        catch (Exception error) when (error is MessagePackSerializationException or EndOfStreamException or ArgumentException or InvalidOperationException or OverflowException)
        {
            // What the parts of a message refuse to be made of is as damaged as what is no MessagePack.
            throw new WireException(error.Message, error);
        }
    }

    public int Int(int missing = 0) => Next() ? _reader.ReadInt32() : missing;

    public long Long(long missing = 0) => Next() ? _reader.ReadInt64() : missing;

    public double Double(double missing = 0) => Next() ? _reader.ReadDouble() : missing;

    public double? DoubleOrNull() => Next() ? _reader.ReadDouble() : null;

    public float Float(float missing = 0) => Next() ? _reader.ReadSingle() : missing;

    public bool Bool(bool missing = false) => Next() ? _reader.ReadBoolean() : missing;

    public TimeSpan Duration() => new(Long());

    public DateTimeOffset Moment() => new(Long(), TimeSpan.Zero);

    /// <exception cref="WireException">This release has no such value.</exception>
    public TEnum Choice<TEnum>(TEnum missing = default)
        where TEnum : struct, Enum => ChoiceOrNull<TEnum>() ?? missing;

    /// <inheritdoc cref="Choice"/>
    public TEnum? ChoiceOrNull<TEnum>()
        where TEnum : struct, Enum
    {
        if (!Next()) return null;
        var number = _reader.ReadInt32();
        var value = (TEnum)Enum.ToObject(typeof(TEnum), number);
        return Enum.IsDefined(value) ? value : throw new WireException($"{number} is no {typeof(TEnum).Name}");
    }

    public string Text() => TextOrNull() ?? "";

    public string? TextOrNull()
    {
        if (!Next()) return null;
        if (_reader.NextMessagePackType == MessagePackType.Binary)
            return MemoryMarshal.Cast<byte, char>(Raw(WireLimits.Text)).ToString();
        var text = _reader.ReadStringSequence() ?? default;
        if (text.Length > WireLimits.Text) throw new WireException($"a text has {text.Length} bytes, {WireLimits.Text} at most");
        return Strict.GetString(text);
    }

    /// <param name="limit">So many at most.</param>
    public byte[] Bytes(int limit = WireLimits.Message) => Next() ? Raw(limit) : [];

    /// <summary>Nobody for none, and for one that this system cannot have.</summary>
    public IActorRef Actor() => TextOrNull() is { } path
        ? (_system ?? throw new WireException("an actor reference without a system")).Provider.ResolveActorRef(path)
        : ActorRefs.Nobody;

    /// <summary>A record within the record.</summary>
    /// <exception cref="WireException">It is missing.</exception>
    public T Record<T>(WireRead<T> read) => Next() ? Fields(read) : throw new WireException($"the {typeof(T).Name} is missing");

    public T? RecordOrNull<T>(WireRead<T> read)
        where T : class => Next() ? Fields(read) : null;

    public T? ValueOrNull<T>(WireRead<T> read)
        where T : struct => Next() ? Fields(read) : null;

    /// <summary>A list of records.</summary>
    public ImmutableArray<T> Records<T>(WireRead<T> read) => Next() ? Items(Count(), read, isRecord: true) : [];

    public ImmutableArray<string> Texts() => Next() ? Items(Count(), static (ref r) => r.Text(), isRecord: false) : [];

    /// <summary>A list of numbers, flags or what is made of one; only the bytes of the message bound its length.</summary>
    public ImmutableArray<T> Numbers<T>(WireRead<T> read)
        where T : struct => Next() ? Items(_reader.ReadArrayHeader(), read, isRecord: false) : [];

    /// <exception cref="WireException">A name occurs twice.</exception>
    public ImmutableSortedDictionary<string, T> Map<T>(WireRead<T> value)
    {
        var entries = ImmutableSortedDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);
        if (!Next()) return entries.ToImmutable();
        var outer = _left;
        for (_left = Count(); _left > 0;) entries.Add(Text(), value(ref this));
        _left = outer;
        return entries.ToImmutable();
    }

    private ImmutableArray<T> Items<T>(int count, WireRead<T> read, bool isRecord)
    {
        var items = ImmutableArray.CreateBuilder<T>(count);
        var outer = _left;
        for (_left = count; _left > 0;) items.Add(isRecord ? Record(read) : read(ref this));
        _left = outer;
        return items.MoveToImmutable();
    }

    private T Fields<T>(WireRead<T> read)
    {
        if (++_depth > WireLimits.Depth) throw new WireException($"records nest deeper than {WireLimits.Depth}");
        var outer = _left;
        _left = _reader.ReadArrayHeader();
        var value = read(ref this);
        Skip(_left);
        (_left, _depth) = (outer, _depth - 1);
        return value;
    }

    /// <summary>True when the next key is there and not nil.</summary>
    private bool Next() => _left > 0 && _left-- > 0 && !_reader.TryReadNil();

    private int Count()
    {
        // The reader compares the count with the bytes that are left, the budget holds for the whole message.
        var count = _reader.ReadArrayHeader();
        return (_items += count) <= WireLimits.Items ? count : throw new WireException($"lists of more than {WireLimits.Items} items");
    }

    private byte[] Raw(int limit)
    {
        var bytes = _reader.ReadBytes() ?? default;
        return bytes.Length <= limit ? bytes.ToArray() : throw new WireException($"{bytes.Length} bytes where {limit} are allowed");
    }

    /// <summary>Skips so many values without recursion: what nests without end must not end the process.</summary>
    private void Skip(long values)
    {
        for (; values > 0; values--)
        {
            switch (_reader.NextMessagePackType)
            {
                case MessagePackType.Array: values += _reader.ReadArrayHeader(); break;
                case MessagePackType.Map: values += 2L * _reader.ReadMapHeader(); break;
                default: _reader.Skip(); break;
            }
        }
    }
}
