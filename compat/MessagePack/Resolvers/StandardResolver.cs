using System.Reflection;
using MessagePack.Formatters;

namespace MessagePack.Resolvers;

/// <summary>Knows the usual .NET types, collections, enums, unions and attributed objects.</summary>
public sealed class StandardResolver : IFormatterResolver
{
    public static readonly StandardResolver Instance = new();

    public static readonly MessagePackSerializerOptions Options = new(Instance);

    private StandardResolver()
    {
    }

    public IMessagePackFormatter<T>? GetFormatter<T>() => Cache<T>.Formatter;

    private static object? Find(Type type)
    {
        if (PrimitiveFormatters.ByType.TryGetValue(type, out object? primitive))
            return primitive;
        if (type.IsEnum)
            return Create(typeof(EnumFormatter<>), type);
        if (type.IsArray)
            return type.IsSZArray ? Create(typeof(ArrayFormatter<>), type.GetElementType()!) : null;
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Create(typeof(NullableFormatter<>), underlying);
        if (type.IsGenericType && CollectionFormatters.ByDefinition.TryGetValue(type.GetGenericTypeDefinition(), out Type? collection))
            return Create(collection, type.GetGenericArguments());
        if ((type.IsInterface || type.IsAbstract) && type.GetCustomAttributes<UnionAttribute>(inherit: false).Any())
            return Create(typeof(UnionFormatter<>), type);
        return type.GetCustomAttribute<MessagePackObjectAttribute>(inherit: true) is not null ? Create(typeof(ObjectFormatter<>), type) : null;
    }

    private static object Create(Type definition, params Type[] arguments)
    {
        try
        {
            return Activator.CreateInstance(definition.MakeGenericType(arguments))!;
        }
        catch (TargetInvocationException error) when (error.InnerException is MessagePackSerializationException inner)
        {
            throw new MessagePackSerializationException(inner.Message, inner);
        }
    }

    private static class Cache<T>
    {
        public static readonly IMessagePackFormatter<T>? Formatter = (IMessagePackFormatter<T>?)Find(typeof(T));
    }
}
