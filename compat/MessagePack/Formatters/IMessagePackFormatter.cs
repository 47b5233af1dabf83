namespace MessagePack.Formatters;

/// <summary>Any formatter.</summary>
public interface IMessagePackFormatter
{
}

/// <summary>Writes and reads values of one type.</summary>
/// <typeparam name="T">The type.</typeparam>
public interface IMessagePackFormatter<T> : IMessagePackFormatter
{
    void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options);

    T Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options);
}
