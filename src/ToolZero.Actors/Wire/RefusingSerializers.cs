using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace ToolZero.Actors.Wire;

/// <summary>
/// Takes the place of a serializer of Akka that makes objects of type names which a peer sends: it writes nothing and reads nothing. It is a
/// serializer with string manifests, because for any other Akka looks up the type that the manifest names before it asks the serializer.
/// </summary>
public abstract class RefusingSerializer(ExtendedActorSystem system, int replaced) : SerializerWithStringManifest(system)
{
    /// <summary>Identifier of the serializer that is replaced, so that its bytes end up here.</summary>
    public override int Identifier => replaced;

    public override string Manifest(object o) => throw Refusal.OfType(o?.GetType());

    public override byte[] ToBinary(object obj) => throw Refusal.OfType(obj?.GetType());

    public override object FromBinary(byte[] bytes, string manifest)
    {
        WireSerializer.Find(system)?.CountMessage();
        throw new WireException($"refused to read a message of serializer {replaced}: it would make objects of type names that a peer sends");
    }
}

/// <summary>Instead of Newtonsoft JSON, which Akka uses for every type that has no serializer.</summary>
public sealed class RefusedJson(ExtendedActorSystem system) : RefusingSerializer(system, 1)
{
    /// <summary>What Akka calls, because its configuration has settings for this serializer.</summary>
    public RefusedJson(ExtendedActorSystem system, Config settings)
        : this(system) => _ = settings;
}

/// <summary>Instead of Akka.Remote's Protobuf serializer for messages of applications, which creates whatever type the manifest names.</summary>
public sealed class RefusedProtobuf(ExtendedActorSystem system) : RefusingSerializer(system, 2);

/// <summary>Instead of the serializer for remote deployment, with which a peer starts actors of any class.</summary>
public sealed class RefusedDeployment(ExtendedActorSystem system) : RefusingSerializer(system, 3);

internal static class Refusal
{
    public static WireException OfType(Type? type) =>
        new($"{type?.FullName ?? "null"} does not cross a process: it is not among the messages of {nameof(WireManifest)} (docs/wire.md)");
}
