using System.Collections.Immutable;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using ToolZero.Actors.Wire;
using static ToolZero.Actors.Admin.AdminProtocol;

namespace ToolZero.Actors.Admin;

/// <summary>
/// Gives commands to a cluster from outside: an actor system of its own that connects to one node and does not join. It listens on loopback only;
/// answers come back over its own connection.
/// </summary>
public sealed class AdminClient : IAsyncDisposable
{
    private static readonly TimeSpan Connecting = TimeSpan.FromSeconds(3);

    /// <summary>How much later than its deadline a reply may come.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    private readonly AdminEndpoint _endpoint;
    private readonly AdminSecret _secret;
    private readonly string _operator;
    private readonly TimeProvider _time;
    private readonly ActorSystem _system;
    private readonly ActorSelection _run;

    /// <param name="endpoint">A node of the cluster.</param>
    /// <param name="secret">Shared with it.</param>
    /// <param name="operatorName">Who gives the commands, for the audit trail.</param>
    /// <param name="transport">Transport settings of the cluster, such as TLS; empty for plain TCP.</param>
    /// <param name="time">Clock of the deadlines.</param>
    public AdminClient(AdminEndpoint endpoint, AdminSecret secret, string operatorName, Config transport, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(operatorName);
        (_endpoint, _secret, _time) = (endpoint, secret, time);
        _operator = operatorName[..Math.Min(operatorName.Length, MaxNameLength)];
        _system = ActorSystem.Create("toolzero-admin", WireConfiguration.Config.WithFallback(transport).WithFallback(Configuration(OwnAddress(endpoint))));
        var protocol = transport.GetBoolean("akka.remote.dot-netty.tcp.enable-ssl") ? "akka.ssl.tcp" : "akka.tcp";
        _run = _system.ActorSelection($"{protocol}://{AdminEndpoint.System}@{endpoint}{AdminEndpoint.Proxy}");
    }

    /// <summary>Gives one command and waits for its outcome.</summary>
    /// <param name="words">The command as it was typed.</param>
    /// <param name="timeout">How long to wait for it.</param>
    /// <param name="stop">Gives up; the command may be applied all the same.</param>
    public async Task<AdminResult> Send(ImmutableArray<string> words, TimeSpan timeout, CancellationToken stop)
    {
        if (await Connect(stop) is { } unreachable) return unreachable;
        var end = _time.GetUtcNow() + timeout;
        while (true)
        {
            var answer = await Ask(Hello.Instance, timeout, stop);
            if (answer is not Challenge challenge) return Unexpected(answer, timeout);
            var left = end - _time.GetUtcNow();
            if (left < OperatorRequest.Timeouts.Least) left = OperatorRequest.Timeouts.Least;
            var command = AdminSignature.Command(_secret, Guid.NewGuid().ToString("N"), _operator, challenge.Token, AdminCodec.Write(new OperatorRequest(words, left)));
            answer = await Ask(command, left + Margin, stop);
            // The admin actor moved to another node between the two messages: once more, with its challenge.
            if (answer is Denied { Kind: DenialKind.StaleChallenge } && _time.GetUtcNow() < end) continue;
            return answer switch
            {
                Denied denied => new AdminResult.Denied(denied.Kind, denied.Reason),
                SignedReply reply => Read(reply, command.Id),
                _ => Unexpected(answer, timeout),
            };
        }
    }

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

    private async Task<object?> Ask(object message, TimeSpan patience, CancellationToken stop)
    {
        try
        {
            return await _run.Ask<object>(message, patience, stop);
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }

    private AdminResult Read(SignedReply reply, string id)
    {
        if (reply.Id != id || !AdminSignature.Holds(_secret, reply))
            return new AdminResult.Denied(DenialKind.WrongSecret, "the answer is not signed with the secret: this is another cluster");
        try
        {
            return new AdminResult.Replied(AdminCodec.ReadReply(reply.Manifest, reply.Body));
        }
        catch (WireException error)
        {
            return new AdminResult.Unreachable($"{_endpoint}: {error.Message}");
        }
    }

    private AdminResult Unexpected(object? answer, TimeSpan timeout) => answer is null
        ? new AdminResult.Silent($"{_endpoint} is there, but nobody answered within {timeout.TotalSeconds:0.#} s: the coordinator may be on its way to another node, or this is no node of a cluster")
        : new AdminResult.Unreachable($"{_endpoint}: answered with {answer.GetType().Name}, which is no answer to an operator");
}
