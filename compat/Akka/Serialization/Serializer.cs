using Akka.Actor;
using Akka.Configuration;

namespace Akka.Serialization;

/// <summary>
/// Turns messages into bytes and back. A subclass with a constructor (ExtendedActorSystem) or (ExtendedActorSystem, Config) is named in
/// <c>akka.actor.serializers</c> and bound to types in <c>akka.actor.serialization-bindings</c>.
/// </summary>
public abstract class Serializer
{
    protected readonly ExtendedActorSystem system;

    protected Serializer(ExtendedActorSystem system) => this.system = system;

    /// <summary>The number that stands for this serializer on the wire, from <c>akka.actor.serialization-identifiers</c> unless overridden.</summary>
    public virtual int Identifier => SerializerIdentifierHelper.GetSerializerIdentifierFromConfig(GetType(), system);

    /// <summary>Whether <see cref="FromBinary(byte[], Type)"/> needs the type.</summary>
    public abstract bool IncludeManifest { get; }

    public abstract byte[] ToBinary(object obj);

    public abstract object FromBinary(byte[] bytes, Type type);

    public T FromBinary<T>(byte[] bytes) => (T)FromBinary(bytes, typeof(T));

    /// <summary>With references written as seen from the given address.</summary>
    public byte[] ToBinaryWithAddress(Address address, object obj) => Serialization.WithTransport(system, address, () => ToBinary(obj));
}

/// <summary>A serializer that names its types itself, so that no type name travels.</summary>
public abstract class SerializerWithStringManifest : Serializer
{
    protected SerializerWithStringManifest(ExtendedActorSystem system)
        : base(system)
    {
    }

    public sealed override bool IncludeManifest => true;

    public sealed override object FromBinary(byte[] bytes, Type type) => FromBinary(bytes, type is null ? string.Empty : ManifestOf(type));

    public abstract object FromBinary(byte[] bytes, string manifest);

    public abstract string Manifest(object o);

    private static string ManifestOf(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";
}

/// <summary>Bytes as they are.</summary>
public class ByteArraySerializer(ExtendedActorSystem system) : Serializer(system)
{
    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) => obj switch
    {
        null => null,
        byte[] bytes => bytes,
        _ => throw new NotSupportedException("The object to convert is not a byte array."),
    };

    public override object FromBinary(byte[] bytes, Type type) => bytes;
}

/// <summary>The serializer of nothing.</summary>
public class NullSerializer(ExtendedActorSystem system) : Serializer(system)
{
    public override int Identifier => 0;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) => [];

    public override object FromBinary(byte[] bytes, Type type) => null;
}

public static class SerializerIdentifierHelper
{
    internal const string SerializationIdentifiers = "akka.actor.serialization-identifiers";

    /// <exception cref="ArgumentException">The class has no number in the configuration.</exception>
    public static int GetSerializerIdentifierFromConfig(Type type, ExtendedActorSystem system)
    {
        var identifiers = system.Settings.Config.GetConfig(SerializationIdentifiers);
        var name = $"{type.FullName}, {type.Assembly.GetName().Name}";
        if (identifiers.IsNullOrEmpty() || !identifiers.HasPath($"\"{name}\""))
            throw new ArgumentException($"Couldn't find serializer id for [{type}] under [{SerializationIdentifiers}] HOCON path", nameof(type));
        return identifiers.GetInt($"\"{name}\"");
    }
}
