using Akka.Actor;

namespace ToolZero.Actors.Wire;

/// <summary>One line of <see cref="WireManifest"/>: a message that may cross a process.</summary>
internal abstract class WireEntry(string manifest, Type type)
{
    /// <summary>Names the message in its envelope. Frozen: never renamed, never used again for another message.</summary>
    public string Manifest { get; } = manifest;

    public Type Type { get; } = type;

    public abstract byte[] Encode(object message);

    /// <exception cref="WireException">The bytes are no such message.</exception>
    public abstract object Decode(ReadOnlyMemory<byte> bytes, ExtendedActorSystem? system);

    public static WireEntry Of<T>(string manifest, WireWrite<T> write, WireRead<T> read)
        where T : class => new Message<T>(manifest, write, read);

    /// <summary>A message without fields.</summary>
    public static WireEntry Signal<T>(string manifest, T instance)
        where T : class => Of(manifest, static (ref w, _) => w.Keys(0), (ref _) => instance);

    private sealed class Message<T>(string manifest, WireWrite<T> write, WireRead<T> read) : WireEntry(manifest, typeof(T))
        where T : class
    {
        public override byte[] Encode(object message) => WireWriter.Encode((T)message, write);

        public override object Decode(ReadOnlyMemory<byte> bytes, ExtendedActorSystem? system) => WireReader.Decode(bytes, read, system);
    }
}
