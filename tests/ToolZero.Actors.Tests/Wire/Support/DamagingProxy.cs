using System.Net;
using System.Net.Sockets;
using ToolZero.Core.Randomness;

namespace ToolZero.Actors.Tests.Wire.Support;

/// <summary>A line between two nodes on which a bit of about every so many bytes is turned over.</summary>
internal sealed class DamagingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _every;
    private int _damaged;
    private Task _accepting = Task.CompletedTask;

    public DamagingProxy(int every)
    {
        _every = every;
        _listener.Start();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Bits turned over.</summary>
    public int Damaged => Volatile.Read(ref _damaged);

    /// <summary>Passes on to that port of this machine.</summary>
    public void Forward(int port) => _accepting = Accept(port);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task Accept(int port)
    {
        var lines = new List<Task>();
        try
        {
            for (ulong line = 1; ; line++) lines.Add(Join(await _listener.AcceptTcpClientAsync(_stop.Token), port, line));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(lines);
        }
    }

    private async Task Join(TcpClient near, int port, ulong seed)
    {
        using var far = new TcpClient();
        using (near)
        {
            try
            {
                await far.ConnectAsync(IPAddress.Loopback, port, _stop.Token);
                await Task.WhenAny(Pump(near, far, new RandomStream(2 * seed)), Pump(far, near, new RandomStream(2 * seed + 1)));
            }
            catch (Exception error) when (error is SocketException or IOException or OperationCanceledException)
            {
                // One side has hung up.
            }
        }
    }

    private async Task Pump(TcpClient from, TcpClient to, RandomStream random)
    {
        var buffer = new byte[8192];
        // The first words of a connection come through: without them there is none.
        var next = 1024 + random.Next(2 * _every);
        for (int read; (read = await from.GetStream().ReadAsync(buffer, _stop.Token)) > 0; next -= read)
        {
            for (; next < read; next += 1 + random.Next(2 * _every))
            {
                // Not the highest bit: it makes Akka.Remote take a message for a system message with a number near 2^63, and list all numbers up to it.
                buffer[next] ^= (byte)(1 << random.Next(7));
                Interlocked.Increment(ref _damaged);
            }

            await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }
}
