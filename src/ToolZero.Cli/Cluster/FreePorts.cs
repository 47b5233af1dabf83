using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace ToolZero.Cli.Cluster;

/// <summary>
/// Ports of 127.0.0.1 that nobody listens on, below those that systems give to outgoing connections (Linux: from 32768 on): one of those could be taken
/// while a process that is started again is on its way back to its port.
/// </summary>
internal static class FreePorts
{
    private const int First = 10_000;
    private const int Last = 32_000;

    /// <summary>So many, held together while they are looked for, so that they differ.</summary>
    /// <exception cref="IOException">There are not so many.</exception>
    public static IReadOnlyList<int> Take(int count)
    {
        var held = new List<TcpListener>();
        try
        {
            var start = RandomNumberGenerator.GetInt32(First, Last);
            for (var i = 0; held.Count < count; i++)
            {
                if (i == Last - First) throw new IOException($"of the ports {First} to {Last} of 127.0.0.1 fewer than {count} are free");
                if (Listener(First + ((start - First + i) % (Last - First))) is { } listener) held.Add(listener);
            }

            return [.. held.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in held) listener.Dispose();
        }
    }

    private static TcpListener? Listener(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            return null;
        }
    }
}
