using Akka.Actor;

namespace Akka.Serialization;

/// <summary>With <c>akka.actor.serialize-messages = on</c> a local message goes the way of a remote one.</summary>
internal static class SerializationCheck
{
    internal static object Travel(ExtendedActorSystem system, object message)
    {
        var payload = WrappedMessage.Unwrap(message);
        if (message is INoSerializationVerificationNeeded or IAutoReceivedMessage || payload is INoSerializationVerificationNeeded) return message;

        // The runtime's own messages and plain values need no binding.
        var type = payload.GetType();
        if (type.Assembly == typeof(SerializationCheck).Assembly || type.IsPrimitive || payload is string) return message;
        var serializer = system.Serialization.FindSerializerFor(message);
        var bytes = Serialization.WithTransport(system, () => serializer.ToBinary(message));
        return system.Serialization.Deserialize(bytes, serializer.Identifier, Serialization.ManifestFor(serializer, message));
    }
}
