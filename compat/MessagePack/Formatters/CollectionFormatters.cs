using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace MessagePack.Formatters;

/// <summary>The collections that are known, by their generic definition.</summary>
internal static class CollectionFormatters
{
    public static readonly Dictionary<Type, Type> ByDefinition = new()
    {
        [typeof(List<>)] = typeof(ListFormatter<>),
        [typeof(HashSet<>)] = typeof(HashSetFormatter<>),
        [typeof(IReadOnlyList<>)] = typeof(ReadOnlyListFormatter<>),
        [typeof(IReadOnlyCollection<>)] = typeof(ReadOnlyCollectionFormatter<>),
        [typeof(IEnumerable<>)] = typeof(EnumerableFormatter<>),
        [typeof(ImmutableArray<>)] = typeof(ImmutableArrayFormatter<>),
        [typeof(ImmutableList<>)] = typeof(ImmutableListFormatter<>),
        [typeof(Dictionary<,>)] = typeof(DictionaryFormatter<,>),
        [typeof(IReadOnlyDictionary<,>)] = typeof(ReadOnlyDictionaryFormatter<,>),
        [typeof(ImmutableDictionary<,>)] = typeof(ImmutableDictionaryFormatter<,>),
        [typeof(ImmutableSortedDictionary<,>)] = typeof(ImmutableSortedDictionaryFormatter<,>),
        [typeof(KeyValuePair<,>)] = typeof(KeyValuePairFormatter<,>),
        [typeof(ValueTuple<,>)] = typeof(ValueTupleFormatter<,>),
        [typeof(ValueTuple<,,>)] = typeof(ValueTupleFormatter<,,>),
    };
}

/// <summary>A sequence is an array; nil is null.</summary>
/// <typeparam name="TItem">What it holds.</typeparam>
/// <typeparam name="TCollection">The collection.</typeparam>
internal abstract class SequenceFormatter<TItem, TCollection> : IMessagePackFormatter<TCollection?>
{
    public void Serialize(ref MessagePackWriter writer, TCollection? value, MessagePackSerializerOptions options)
    {
        if (IsNull(value))
        {
            writer.WriteNil();
            return;
        }

        ReadOnlySpan<TItem> items = Items(value!);
        writer.WriteArrayHeader(items.Length);
        IMessagePackFormatter<TItem> formatter = options.Resolver.GetFormatterWithVerify<TItem>();
        foreach (TItem item in items)
        {
            writer.CancellationToken.ThrowIfCancellationRequested();
            formatter.Serialize(ref writer, item, options);
        }
    }

    public TCollection? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
            return default;
        TItem[] items = new TItem[reader.ReadArrayHeader()];
        IMessagePackFormatter<TItem> formatter = options.Resolver.GetFormatterWithVerify<TItem>();
        options.Security.DepthStep(ref reader);
        for (int i = 0; i < items.Length; i++)
        {
            reader.CancellationToken.ThrowIfCancellationRequested();
            items[i] = formatter.Deserialize(ref reader, options);
        }

        reader.Depth--;
        return Complete(items, options);
    }

    protected virtual bool IsNull(TCollection? value) => value is null;

    protected abstract ReadOnlySpan<TItem> Items(TCollection value);

    protected abstract TCollection Complete(TItem[] items, MessagePackSerializerOptions options);
}

internal sealed class ArrayFormatter<T> : SequenceFormatter<T, T[]>
{
    protected override ReadOnlySpan<T> Items(T[] value) => value;

    protected override T[] Complete(T[] items, MessagePackSerializerOptions options) => items;
}

internal sealed class ListFormatter<T> : SequenceFormatter<T, List<T>>
{
    protected override ReadOnlySpan<T> Items(List<T> value) => CollectionsMarshal.AsSpan(value);

    protected override List<T> Complete(T[] items, MessagePackSerializerOptions options) => [.. items];
}

internal sealed class HashSetFormatter<T> : SequenceFormatter<T, HashSet<T>>
{
    protected override ReadOnlySpan<T> Items(HashSet<T> value) => value.ToArray();

    protected override HashSet<T> Complete(T[] items, MessagePackSerializerOptions options) => new(items, options.Security.GetEqualityComparer<T>());
}

internal sealed class ReadOnlyListFormatter<T> : SequenceFormatter<T, IReadOnlyList<T>>
{
    protected override ReadOnlySpan<T> Items(IReadOnlyList<T> value) => value.ToArray();

    protected override IReadOnlyList<T> Complete(T[] items, MessagePackSerializerOptions options) => items;
}

internal sealed class ReadOnlyCollectionFormatter<T> : SequenceFormatter<T, IReadOnlyCollection<T>>
{
    protected override ReadOnlySpan<T> Items(IReadOnlyCollection<T> value) => value.ToArray();

    protected override IReadOnlyCollection<T> Complete(T[] items, MessagePackSerializerOptions options) => items;
}

internal sealed class EnumerableFormatter<T> : SequenceFormatter<T, IEnumerable<T>>
{
    protected override ReadOnlySpan<T> Items(IEnumerable<T> value) => value.ToArray();

    protected override IEnumerable<T> Complete(T[] items, MessagePackSerializerOptions options) => items;
}

internal sealed class ImmutableArrayFormatter<T> : SequenceFormatter<T, ImmutableArray<T>>
{
    protected override bool IsNull(ImmutableArray<T> value) => value.IsDefault;

    protected override ReadOnlySpan<T> Items(ImmutableArray<T> value) => value.AsSpan();

    protected override ImmutableArray<T> Complete(T[] items, MessagePackSerializerOptions options) => ImmutableCollectionsMarshal.AsImmutableArray(items);
}

internal sealed class ImmutableListFormatter<T> : SequenceFormatter<T, ImmutableList<T>>
{
    protected override ReadOnlySpan<T> Items(ImmutableList<T> value) => value.ToArray();

    protected override ImmutableList<T> Complete(T[] items, MessagePackSerializerOptions options) => [.. items];
}
