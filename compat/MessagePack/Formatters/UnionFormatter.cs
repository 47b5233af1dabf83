using System.Reflection;

namespace MessagePack.Formatters;

/// <summary>One of several types: an array of its key and its value. A key that is not known gives null.</summary>
/// <typeparam name="T">The interface or abstract class.</typeparam>
internal sealed class UnionFormatter<T> : IMessagePackFormatter<T?>
    where T : class
{
    private readonly Dictionary<int, Case> _byKey = [];
    private readonly Dictionary<Type, Case> _byType = [];

    public UnionFormatter()
    {
        foreach (UnionAttribute union in typeof(T).GetCustomAttributes<UnionAttribute>(inherit: false))
        {
            Case one = (Case)Activator.CreateInstance(typeof(Case<>).MakeGenericType(typeof(T), union.SubType))!;
            one.Key = union.Key;
            if (!_byKey.TryAdd(union.Key, one) || !_byType.TryAdd(union.SubType, one))
                throw new MessagePackSerializationException($"{typeof(T).FullName}: the union key {union.Key} or its type {union.SubType.FullName} occurs twice.");
        }
    }

    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (value is null || !_byType.TryGetValue(value.GetType(), out Case? one))
        {
            writer.WriteNil();
            return;
        }

        writer.WriteArrayHeader(2);
        writer.Write(one.Key);
        one.Serialize(ref writer, value, options);
    }

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
            return null;
        if (reader.ReadArrayHeader() != 2)
            throw new MessagePackSerializationException($"{typeof(T).FullName} is an array of key and value.");
        options.Security.DepthStep(ref reader);
        T? value = null;
        if (_byKey.TryGetValue(reader.ReadInt32(), out Case? one))
            value = one.Deserialize(ref reader, options);
        else
            reader.Skip();
        reader.Depth--;
        return value;
    }

    private abstract class Case
    {
        public int Key { get; set; }

        public abstract void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options);

        public abstract T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options);
    }

    private sealed class Case<TCase> : Case
        where TCase : T
    {
        public override void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options) =>
            options.Resolver.GetFormatterWithVerify<TCase>().Serialize(ref writer, (TCase)value, options);

        public override T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
            options.Resolver.GetFormatterWithVerify<TCase>().Deserialize(ref reader, options);
    }
}
