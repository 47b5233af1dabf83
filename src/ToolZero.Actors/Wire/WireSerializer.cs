using Akka.Actor;
using Akka.Serialization;

namespace ToolZero.Actors.Wire;

/// <summary>The product's only serializer: the messages of <see cref="WireManifest"/> as MessagePack, nothing else.</summary>
public sealed class WireSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Frozen: it stands in every envelope. 0 to 40 are Akka's.</summary>
    public const int FixedIdentifier = 9117;

    private long _messages;
    private long _frames;

    public override int Identifier => FixedIdentifier;

    /// <summary>Messages and frames that came and were dropped.</summary>
    public long Refused => RefusedMessages + RefusedFrames;

    /// <summary>Messages that were unknown, or no such message.</summary>
    public long RefusedMessages => Interlocked.Read(ref _messages);

    /// <summary>Frames that were damaged on the way, or none of ours: dropped before they were read.</summary>
    public long RefusedFrames => Interlocked.Read(ref _frames);

    /// <summary>A frame was dropped.</summary>
    internal void CountFrame() => Interlocked.Increment(ref _frames);

    /// <summary>A message was dropped.</summary>
    internal void CountMessage() => Interlocked.Increment(ref _messages);

    /// <summary>The one of an actor system.</summary>
    public static WireSerializer Of(ActorSystem system) => Find(system) ?? throw new InvalidOperationException($"the actor system was not made with {nameof(WireConfiguration)}");

    /// <summary>The same; null for an actor system that speaks to no other.</summary>
    public static WireSerializer? Find(ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return system.Serialization.FindSerializerForType(WireManifest.Entries[0].Type) as WireSerializer;
    }

    /// <exception cref="WireException">The message is not registered.</exception>
    public override string Manifest(object o) => EntryOf(o).Manifest;

    /// <exception cref="WireException">The message is not registered, or larger than a frame may be.</exception>
    public override byte[] ToBinary(object obj)
    {
        var entry = EntryOf(obj);
        var bytes = entry.Encode(obj);
        return bytes.Length <= WireLimits.Message
            ? WireSeal.Close(entry.Manifest, bytes)
            : throw new WireException($"a message {entry.Manifest} has {bytes.Length} bytes and cannot be sent: {WireLimits.Message} at most");
    }

    /// <exception cref="WireException">The manifest is unknown, or the bytes are no such message.</exception>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        try
        {
            return Read(bytes, manifest ?? "");
        }
        catch (WireException)
        {
            // Remoting logs the error and drops the message; who sent it sends it again where it matters.
            CountMessage();
            throw;
        }
    }

    private object Read(byte[] bytes, string manifest)
    {
        if (!WireManifest.ByManifest.TryGetValue(manifest, out var entry))
            throw new WireException($"this release knows no message \"{Shown(manifest)}\": wire version {WireVersion.Own}");
        try
        {
            return entry.Decode(WireSeal.Open(manifest, bytes), system);
        }
        catch (WireException error)
        {
            throw new WireException($"damaged message {entry.Manifest} of {bytes.Length} bytes: {error.Message}", error);
        }
    }

    private static WireEntry EntryOf(object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return WireManifest.ByType.GetValueOrDefault(message.GetType()) ?? throw Refusal.OfType(message.GetType());
    }

    private static string Shown(string manifest) => manifest.Length > 64 ? manifest[..64] + "…" : manifest;
}
