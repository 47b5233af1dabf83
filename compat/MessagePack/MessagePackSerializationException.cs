namespace MessagePack;

/// <summary>A value cannot be written, or bytes are not the value that is read.</summary>
public class MessagePackSerializationException : Exception
{
    public MessagePackSerializationException()
    {
    }

    public MessagePackSerializationException(string? message)
        : base(message)
    {
    }

    public MessagePackSerializationException(string? message, Exception? inner)
        : base(message, inner)
    {
    }

    internal static MessagePackSerializationException UnexpectedNil(Type type) => new($"Unexpected nil for a value of {type.FullName}.");
}

/// <summary>No formatter is known for a type.</summary>
public class FormatterNotRegisteredException : MessagePackSerializationException
{
    public FormatterNotRegisteredException(string? message)
        : base(message)
    {
    }
}
