using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Cluster;
using ToolZero.Actors.Tests.Wire.Support;
using ToolZero.Actors.Wire;
using ToolZero.Tests.Shared.PortFuzz;

namespace ToolZero.Actors.Tests.Wire.Sealing;

/// <summary>Two nodes that seal their frames, and somebody who speaks Akka's protocol without.</summary>
public class SealedTransportSpecs
{
    private const long Megabyte = 1024 * 1024;

    [Fact]
    public async Task A_frame_without_its_seal_ends_its_connection_before_remoting_believes_it()
    {
        await using var cluster = await TestCluster.OfTwo();
        var node = Cluster.Get(cluster.First).SelfAddress;
        var stranger = node.WithHost("127.0.0.2").WithPort(9);
        var refused = WireSerializer.Of(cluster.First).Refused;
        var before = GC.GetTotalMemory(forceFullCollection: true);

        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, node.Port!.Value);
        var stream = socket.GetStream();
        await stream.WriteAsync(RemotingFrames.Framed(RemotingFrames.Instruction(1, stranger, 7)));
        // A system message with a number far beyond the last: Akka.Remote would list all numbers up to it.
        await stream.WriteAsync(RemotingFrames.Unsealed(RemotingFrames.Message($"{node}/system/cluster", WireSerializer.FixedIdentifier, "gate.leave"u8, [], sender: null, sequence: 1UL << 62)));
        await Closed(stream);

        Assert.Equal(refused + 1, WireSerializer.Of(cluster.First).Refused);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) < before + 64 * Megabyte);
        // The two go on.
        cluster.First.ActorOf(ScoringActor.Props, "scoring");
        Assert.Equal(0, await cluster.Second.ActorSelection($"{node}/user/scoring").Ask<int>("how many others?", TimeSpan.FromSeconds(90)));
    }

    private static async Task Closed(NetworkStream stream)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        try
        {
            while (await stream.ReadAsync(new byte[1024], deadline.Token) > 0)
            {
                // What the node says in greeting.
            }
        }
        catch (IOException)
        {
            // It was closed with a reset.
        }
    }
}
