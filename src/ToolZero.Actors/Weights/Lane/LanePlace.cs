using System.Net;
using System.Net.Sockets;
using Akka.Actor;

namespace ToolZero.Actors.Weights.Lane;

/// <summary>Where a node's lane listens, and how.</summary>
/// <param name="Bind">Address of this machine; one beyond the loopback needs TLS.</param>
/// <param name="PublicHost">How other nodes reach it.</param>
/// <param name="Port">0 = any free one.</param>
/// <param name="Security">TLS; null = none, as on the loopback.</param>
/// <param name="Faults">Faults to inject, in tests and measurements.</param>
public sealed record LanePlace(IPAddress Bind, string PublicHost, int Port, LaneSecurity? Security = null, LaneFaults? Faults = null)
{
    /// <summary>Beside the remoting of an actor system: the same addresses and the same TLS, another port.</summary>
    /// <exception cref="Core.Data.DataException">Its certificate cannot be read.</exception>
    public static LanePlace Beside(ActorSystem system, int port)
    {
        ArgumentNullException.ThrowIfNull(system);
        var host = ((ExtendedActorSystem)system).Provider.DefaultAddress.Host
            ?? throw new InvalidOperationException("an actor system without remoting has nobody to send weights to");
        var transport = system.Settings.Config.GetConfig("akka.remote.dot-netty.tcp");
        var bind = transport.GetString("hostname", "");
        return new LanePlace(Resolve(bind.Length == 0 ? "0.0.0.0" : bind), host, port, LaneSecurity.Of(transport));
    }

    /// <summary>The first address of a name.</summary>
    /// <exception cref="SocketException">There is none.</exception>
    internal static IPAddress Resolve(string host) => IPAddress.TryParse(host, out var address) ? address : Dns.GetHostAddresses(host)[0];
}
