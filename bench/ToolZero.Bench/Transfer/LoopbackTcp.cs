using System.Net;
using System.Net.Sockets;

namespace ToolZero.Bench.Transfer;

/// <summary>What this machine's loopback gives to two threads that do nothing but write and read: memory to memory, one connection.</summary>
internal static class LoopbackTcp
{
    private const int Chunk = 256 * 1024;

    /// <summary>Seconds from the connection to the last byte.</summary>
    public static double Seconds(long bytes, Func<double> now)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var sender = new Thread(() =>
        {
            using var peer = listener.AcceptSocket();
            peer.NoDelay = true;
            var source = new byte[Chunk];
            for (var left = bytes; left > 0; left -= Chunk) peer.Send(source, (int)Math.Min(Chunk, left), SocketFlags.None);
        });
        // As a receiver of weights does: into memory that is new.
        var target = GC.AllocateUninitializedArray<byte>(checked((int)bytes));
        sender.Start();
        var start = now();
        using (var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true })
        {
            socket.Connect(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndpoint).Port);
            for (var at = 0; at < target.Length;) at += socket.Receive(target.AsSpan(at, Math.Min(Chunk, target.Length - at)));
        }

        var seconds = now() - start;
        sender.Join();
        return seconds;
    }
}
