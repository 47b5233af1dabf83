using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Akka.Actor;

namespace ToolZero.Actors.Wire.Sealing;

/// <summary>The connections that an actor system has made itself, by the address they lead to: remoting offers no way to end one. Safe for threads.</summary>
internal sealed class OutboundConnections
{
    private static readonly ConditionalWeakTable<ActorSystem, OutboundConnections> Systems = [];
    private readonly ConcurrentDictionary<(string? Host, int? Port), SealedHandle> _open = new();

    /// <summary>Those of a system.</summary>
    public static OutboundConnections Of(ActorSystem system) => Systems.GetValue(system, _ => new OutboundConnections());

    /// <summary>Ends the one to that address.</summary>
    /// <returns>Whether there was one.</returns>
    public bool End(Address remote)
    {
        if (!_open.TryGetValue(Key(remote), out var connection)) return false;
        connection.End();
        return true;
    }

    public void Made(SealedHandle connection) => _open[Key(connection.RemoteAddress)] = connection;

    /// <summary>A newer one to the same address stays.</summary>
    public void Ended(SealedHandle connection) => _open.TryRemove(new(Key(connection.RemoteAddress), connection));

    private static (string? Host, int? Port) Key(Address address) => (address.Host, address.Port);
}
