using System.Net;
using System.Net.Sockets;
using ToolZero.Cli.Drill;

namespace ToolZero.Cli.Tests.Drill;

public sealed class FaultProxySpecs : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpListener _node = new(IPAddress.Loopback, 0);
    private readonly FaultProxy _proxy;
    private readonly CancellationTokenSource _deadline = new(Patience);

    public FaultProxySpecs()
    {
        _node.Start();
        _proxy = new FaultProxy(((IPEndPoint)_node.LocalEndpoint).Port, 1, TimeProvider.System);
    }

    public void Dispose()
    {
        _proxy.Dispose();
        _node.Dispose();
        _deadline.Dispose();
    }

    [Fact]
    public async Task It_hands_on_both_ways_what_it_is_not_told_to_harm()
    {
        using var pair = await Connect();
        var sent = Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31)).ToArray();
        var writing = pair.Caller.GetStream().WriteAsync(sent, _deadline.Token);
        Assert.Equal(sent, await Read(pair.Node, sent.Length));
        await writing;
        await pair.Node.GetStream().WriteAsync(sent.AsMemory(0, 1000), _deadline.Token);
        Assert.Equal(sent[..1000], await Read(pair.Caller, 1000));
        Assert.Equal(0, _proxy.Corrupted);
    }

    [Fact]
    public async Task Corrupted_bytes_are_few_counted_and_only_on_their_way_to_the_node()
    {
        using var pair = await Connect();
        _proxy.Corrupt(true);
        var sent = new byte[2_000_000];
        var writing = pair.Caller.GetStream().WriteAsync(sent, _deadline.Token);
        var received = await Read(pair.Node, sent.Length);
        await writing;
        Assert.InRange(_proxy.Corrupted, 10, 1000);
        Assert.InRange(received.Count(b => b != 0), 1, _proxy.Corrupted);
        await pair.Node.GetStream().WriteAsync(sent.AsMemory(0, 500_000), _deadline.Token);
        Assert.All(await Read(pair.Caller, 500_000), b => Assert.Equal(0, b));
    }

    [Fact]
    public async Task A_dropped_connection_ends_on_both_sides_and_the_next_one_works()
    {
        using (var pair = await Connect())
        {
            await pair.Caller.GetStream().WriteAsync(new byte[] { 5 }, _deadline.Token);
            Assert.Equal([5], await Read(pair.Node, 1));
            _proxy.Drop();
            Assert.Equal(0, await Ended(pair.Caller));
            Assert.Equal(0, await Ended(pair.Node));
        }

        // The proxy looks whether the node is still there.
        using (await _node.AcceptTcpClientAsync(_deadline.Token))
        {
        }

        using var next = await Connect();
        await next.Caller.GetStream().WriteAsync(new byte[] { 7 }, _deadline.Token);
        Assert.Equal([7], await Read(next.Node, 1));
    }

    [Fact]
    public async Task A_node_that_is_not_there_ends_the_callers_connection()
    {
        _node.Stop();
        using var caller = new TcpClient();
        await caller.ConnectAsync(IPAddress.Loopback, _proxy.Port, _deadline.Token);
        Assert.Equal(0, await Ended(caller));
    }

    [Fact]
    public async Task When_a_node_dies_its_port_refuses_until_it_is_back()
    {
        var place = (IPEndPoint)_node.LocalEndpoint;
        using (await Connect()) _node.Stop();
        while (!await Refuses()) await Task.Delay(10, _deadline.Token);

        using var back = new TcpListener(place);
        back.Start();
        while (await Refuses()) await Task.Delay(10, _deadline.Token);
    }

    private async Task<bool> Refuses()
    {
        using var caller = new TcpClient();
        try
        {
            await caller.ConnectAsync(IPAddress.Loopback, _proxy.Port, _deadline.Token);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private async Task<Pair> Connect()
    {
        var caller = new TcpClient();
        await caller.ConnectAsync(IPAddress.Loopback, _proxy.Port, _deadline.Token);
        return new Pair(caller, await _node.AcceptTcpClientAsync(_deadline.Token));
    }

    private async Task<byte[]> Read(TcpClient from, int count)
    {
        var bytes = new byte[count];
        await from.GetStream().ReadExactlyAsync(bytes, _deadline.Token);
        return bytes;
    }

    /// <summary>0 when the stream has ended, by a close or a reset.</summary>
    private async Task<int> Ended(TcpClient client)
    {
        try
        {
            return await client.GetStream().ReadAsync(new byte[1], _deadline.Token);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private sealed record Pair(TcpClient Caller, TcpClient Node) : IDisposable
    {
        public void Dispose()
        {
            Caller.Dispose();
            Node.Dispose();
        }
    }
}
