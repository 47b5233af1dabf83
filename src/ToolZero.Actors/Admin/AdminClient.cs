using System.Collections.Immutable;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using ToolZero.Actors.Wire;

namespace ToolZero.Actors.Admin;

/// <summary>
/// Gives commands to a cluster from outside: an actor system of its own that connects to one node and does not join. It listens on loopback only;
/// answers come back over its own connection.
/// </summary>
public sealed class AdminClient : IAsyncDisposable
{
    private static readonly TimeSpan Connecting = TimeSpan.FromSeconds(3);

    private readonly AdminEndpoint _endpoint;
    private readonly ActorSystem _system;
    private readonly AdminExchange _exchange;

    /// <param name="endpoint">A node of the cluster.</param>
    /// <param name="secret">Shared with it.</param>
    /// <param name="operatorName">Who gives the commands, for the audit trail.</param>
    /// <param name="transport">Transport settings of the cluster, such as TLS; empty for plain TCP.</param>
    /// <param name="time">Clock of the deadlines.</param>
    public AdminClient(AdminEndpoint endpoint, AdminSecret secret, string operatorName, Config transport, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(operatorName);
        _endpoint = endpoint;
        _system = ActorSystem.Create("toolzero-admin", WireConfiguration.Config.WithFallback(transport).WithFallback(Configuration(OwnAddress(endpoint))));
        var protocol = transport.GetBoolean("akka.remote.dot-netty.tcp.enable-ssl") ? "akka.ssl.tcp" : "akka.tcp";
        var run = _system.ActorSelection($"{protocol}://{AdminEndpoint.System}@{endpoint}{AdminEndpoint.Proxy}");
        _exchange = new AdminExchange(run, endpoint.ToString(), secret, operatorName, time);
    }

    /// <inheritdoc cref="AdminExchange.Send"/>
    public async Task<AdminResult> Send(ImmutableArray<string> words, TimeSpan timeout, CancellationToken stop) =>
        await Connect(stop) is { } unreachable ? unreachable : await _exchange.Send(words, timeout, stop);

    public async ValueTask DisposeAsync() => await _system.Terminate();

    private static Config Configuration(string address) => ConfigurationFactory.ParseString($$"""
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          coordinated-shutdown { run-by-clr-shutdown-hook = off, exit-clr = off }
          actor.provider = remote
          remote.dot-netty.tcp {
            hostname = "127.0.0.1"
            public-hostname = "{{address}}"
            port = 0
          }
        }
        """);

    /// <summary>The address of this machine that the cluster sees: two clients on two machines must not have the same.</summary>
    private static string OwnAddress(AdminEndpoint endpoint)
    {
        try
        {
            using var socket = new Socket(SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(endpoint.Host, endpoint.Port);
            return ((System.Net.IPEndPoint)socket.LocalEndPoint!).Address is { } own && own.IsIPv4MappedToIPv6 ? own.MapToIPv4().ToString() : "127.0.0.1";
        }
        catch (SocketException)
        {
            return "127.0.0.1";
        }
    }

    /// <summary>Remoting does not tell a closed port from a slow node: asked here, so that a wrong port costs no whole deadline.</summary>
    private async Task<AdminResult?> Connect(CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Connecting);
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(_endpoint.Host, _endpoint.Port, patience.Token);
            return null;
        }
        catch (SocketException error)
        {
            return new AdminResult.Unreachable($"{_endpoint}: {error.Message}");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new AdminResult.Unreachable($"{_endpoint}: no connection within {Connecting.TotalSeconds:F0} s");
        }
    }
}
