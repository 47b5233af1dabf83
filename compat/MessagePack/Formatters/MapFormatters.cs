using System.Collections.Immutable;

namespace MessagePack.Formatters;

/// <summary>A dictionary is a map; nil is null.</summary>
/// <typeparam name="TKey">Its keys.</typeparam>
/// <typeparam name="TValue">Its values.</typeparam>
/// <typeparam name="TMap">The dictionary.</typeparam>
internal abstract class MapFormatter<TKey, TValue, TMap> : IMessagePackFormatter<TMap?>
    where TKey : notnull
    where TMap : class, IReadOnlyCollection<KeyValuePair<TKey, TValue>>
{
    public void Serialize(ref MessagePackWriter writer, TMap? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteMapHeader(value.Count);
        IMessagePackFormatter<TKey> keys = options.Resolver.GetFormatterWithVerify<TKey>();
        IMessagePackFormatter<TValue> values = options.Resolver.GetFormatterWithVerify<TValue>();
        foreach ((TKey key, TValue item) in value)
        {
            writer.CancellationToken.ThrowIfCancellationRequested();
            keys.Serialize(ref writer, key, options);
            values.Serialize(ref writer, item, options);
        }
    }

    public TMap? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
            return null;
        int count = reader.ReadMapHeader();
        Dictionary<TKey, TValue> map = new(count, options.Security.GetEqualityComparer<TKey>());
        IMessagePackFormatter<TKey> keys = options.Resolver.GetFormatterWithVerify<TKey>();
        IMessagePackFormatter<TValue> values = options.Resolver.GetFormatterWithVerify<TValue>();
        options.Security.DepthStep(ref reader);
        for (int i = 0; i < count; i++)
        {
            reader.CancellationToken.ThrowIfCancellationRequested();
            TKey key = keys.Deserialize(ref reader, options);
            map.Add(key, values.Deserialize(ref reader, options));
        }

        reader.Depth--;
        return Complete(map, options);
    }

    protected abstract TMap Complete(Dictionary<TKey, TValue> map, MessagePackSerializerOptions options);
}

internal sealed class DictionaryFormatter<TKey, TValue> : MapFormatter<TKey, TValue, Dictionary<TKey, TValue>>
    where TKey : notnull
{
    protected override Dictionary<TKey, TValue> Complete(Dictionary<TKey, TValue> map, MessagePackSerializerOptions options) => map;
}

internal sealed class ReadOnlyDictionaryFormatter<TKey, TValue> : MapFormatter<TKey, TValue, IReadOnlyDictionary<TKey, TValue>>
    where TKey : notnull
{
    protected override IReadOnlyDictionary<TKey, TValue> Complete(Dictionary<TKey, TValue> map, MessagePackSerializerOptions options) => map;
}

internal sealed class ImmutableDictionaryFormatter<TKey, TValue> : MapFormatter<TKey, TValue, ImmutableDictionary<TKey, TValue>>
    where TKey : notnull
{
    protected override ImmutableDictionary<TKey, TValue> Complete(Dictionary<TKey, TValue> map, MessagePackSerializerOptions options) =>
        map.ToImmutableDictionary(options.Security.GetEqualityComparer<TKey>());
}

internal sealed class ImmutableSortedDictionaryFormatter<TKey, TValue> : MapFormatter<TKey, TValue, ImmutableSortedDictionary<TKey, TValue>>
    where TKey : notnull
{
    protected override ImmutableSortedDictionary<TKey, TValue> Complete(Dictionary<TKey, TValue> map, MessagePackSerializerOptions options) =>
        map.ToImmutableSortedDictionary();
}
