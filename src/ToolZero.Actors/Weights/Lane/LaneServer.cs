using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using ToolZero.Core.Data;
using ToolZero.Model.Weights.Transfer;

namespace ToolZero.Actors.Weights.Lane;

/// <summary>Frames that are served, kept alive until disposed of.</summary>
internal sealed record ServedPayload(WeightPayload Payload, Action Release) : IDisposable
{
    public void Dispose() => Release();
}

/// <summary>What a server and its connections share.</summary>
/// <param name="Ticket">What peers show.</param>
/// <param name="Find">The frames of a manifest; null when they are not here.</param>
/// <param name="Stall">Longest silence of a peer.</param>
/// <param name="Security">TLS; null = none.</param>
/// <param name="Faults">Faults to inject; null = none.</param>
internal sealed record LaneServerOptions(
    string Ticket, Func<ulong, ServedPayload?> Find, TimeSpan Stall, LaneSecurity? Security, LaneFaults? Faults);

/// <summary>
/// Serves frames over TCP beside the actors' remoting, so that gigabytes neither wait behind messages nor make them wait. A thread accepts,
/// and each of a bounded number of peers has one.
/// </summary>
internal sealed class LaneServer : IDisposable
{
    private readonly ConcurrentDictionary<LaneConnection, bool> _connections = new();
    private readonly LaneServerOptions _options;
    private readonly int _mostPeers;
    private readonly Socket _listener;
    private volatile bool _closed;

    /// <exception cref="DataException">The port is taken, the address is not this machine's, or others could listen in.</exception>
    public LaneServer(LanePlace place, int mostPeers, Func<ulong, ServedPayload?> find, TimeSpan stall)
    {
        if (place.Security is null && !IPAddress.IsLoopback(place.Bind))
            throw new DataException($"weights would be served at {place.Bind} without TLS: give the node a certificate, or let it listen on 127.0.0.1");
        _options = new LaneServerOptions(RandomNumberGenerator.GetHexString(2 * LaneAddress.TicketBytes, lowercase: true), find, stall, place.Security, place.Faults);
        _mostPeers = mostPeers;
        _listener = new Socket(place.Bind.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _listener.Bind(new IPEndPoint(place.Bind, place.Port));
            _listener.Listen(mostPeers);
        }
        catch (SocketException error)
        {
            _listener.Dispose();
            throw new DataException($"weights cannot be served at {place.Bind}:{place.Port} ({error.Message}); choose another weights.port, or 0 for any free one", error);
        }

        Address = new LaneAddress(place.PublicHost, ((IPEndPoint)_listener.LocalEndPoint!).Port, _options.Ticket);
        Start(Accept, "weights-lane");
    }

    public LaneAddress Address { get; }

    public void Dispose()
    {
        _closed = true;
        _listener.Dispose();
        foreach (var connection in _connections.Keys) connection.Dispose();
    }

    private static void Start(ThreadStart run, string name) => new Thread(run) { IsBackground = true, Name = name }.Start();

    private void Accept()
    {
        while (!_closed)
        {
            try
            {
                Serve(_listener.Accept());
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // Either the server is closed, or a peer left before it was accepted, or there are no descriptors left: then a moment later.
                if (!_closed) Thread.Yield();
            }
        }
    }

    private void Serve(Socket socket)
    {
        var connection = new LaneConnection(socket, _options);
        if (_connections.Count >= _mostPeers)
        {
            connection.Dispose();
            return;
        }

        _connections[connection] = true;
        if (_closed) connection.Dispose();
        Start(
            () =>
            {
                connection.Run();
                _connections.TryRemove(connection, out _);
            },
            "weights-peer");
    }
}
