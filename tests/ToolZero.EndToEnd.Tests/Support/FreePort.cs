using System.Net;
using System.Net.Sockets;

namespace ToolZero.EndToEnd.Tests.Support;

/// <summary>
/// Ports that nobody listens on, below those that a system takes for outgoing connections: a port of those may be gone again before the process that it is
/// meant for listens on it. No port is given twice.
/// </summary>
internal static class FreePort
{
    private const int First = 20_000;
    private const int Count = 12_000;

    /// <summary>Test runs side by side begin at different places.</summary>
    private static int _next = Environment.ProcessId * 37 % Count;

    public static int Take()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref _next) & int.MaxValue) % Count;
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // The next one.
            }
        }
    }
}
