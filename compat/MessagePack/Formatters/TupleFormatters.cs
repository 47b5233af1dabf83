namespace MessagePack.Formatters;

/// <summary>The frame of values that are arrays of a fixed length.</summary>
internal static class FixedArray
{
    public static void Enter(ref MessagePackReader reader, MessagePackSerializerOptions options, int length, Type type)
    {
        if (reader.IsNil)
            throw MessagePackSerializationException.UnexpectedNil(type);
        if (reader.ReadArrayHeader() != length)
            throw new MessagePackSerializationException($"{type.FullName} is an array of {length}.");
        options.Security.DepthStep(ref reader);
    }

    public static T Read<T>(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        options.Resolver.GetFormatterWithVerify<T>().Deserialize(ref reader, options);

    public static void Write<T>(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options) =>
        options.Resolver.GetFormatterWithVerify<T>().Serialize(ref writer, value, options);
}

internal sealed class KeyValuePairFormatter<TKey, TValue> : IMessagePackFormatter<KeyValuePair<TKey, TValue>>
{
    public void Serialize(ref MessagePackWriter writer, KeyValuePair<TKey, TValue> value, MessagePackSerializerOptions options)
    {
        writer.WriteArrayHeader(2);
        FixedArray.Write(ref writer, value.Key, options);
        FixedArray.Write(ref writer, value.Value, options);
    }

    public KeyValuePair<TKey, TValue> Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        FixedArray.Enter(ref reader, options, 2, typeof(KeyValuePair<TKey, TValue>));
        KeyValuePair<TKey, TValue> value = new(FixedArray.Read<TKey>(ref reader, options), FixedArray.Read<TValue>(ref reader, options));
        reader.Depth--;
        return value;
    }
}

internal sealed class ValueTupleFormatter<T1, T2> : IMessagePackFormatter<(T1, T2)>
{
    public void Serialize(ref MessagePackWriter writer, (T1, T2) value, MessagePackSerializerOptions options)
    {
        writer.WriteArrayHeader(2);
        FixedArray.Write(ref writer, value.Item1, options);
        FixedArray.Write(ref writer, value.Item2, options);
    }

    public (T1, T2) Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        FixedArray.Enter(ref reader, options, 2, typeof((T1, T2)));
        (T1, T2) value = (FixedArray.Read<T1>(ref reader, options), FixedArray.Read<T2>(ref reader, options));
        reader.Depth--;
        return value;
    }
}

internal sealed class ValueTupleFormatter<T1, T2, T3> : IMessagePackFormatter<(T1, T2, T3)>
{
    public void Serialize(ref MessagePackWriter writer, (T1, T2, T3) value, MessagePackSerializerOptions options)
    {
        writer.WriteArrayHeader(3);
        FixedArray.Write(ref writer, value.Item1, options);
        FixedArray.Write(ref writer, value.Item2, options);
        FixedArray.Write(ref writer, value.Item3, options);
    }

    public (T1, T2, T3) Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        FixedArray.Enter(ref reader, options, 3, typeof((T1, T2, T3)));
        (T1, T2, T3) value = (FixedArray.Read<T1>(ref reader, options), FixedArray.Read<T2>(ref reader, options), FixedArray.Read<T3>(ref reader, options));
        reader.Depth--;
        return value;
    }
}
