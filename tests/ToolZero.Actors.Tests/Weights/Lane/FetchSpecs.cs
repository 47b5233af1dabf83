using System.Net.Sockets;
using ToolZero.Actors.Weights;
using ToolZero.Actors.Weights.Lane;
using ToolZero.Core.Randomness;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Weights.Transfer;

namespace ToolZero.Actors.Tests.Weights.Lane;

/// <summary>Fetching over real sockets, with faults.</summary>
public sealed class FetchSpecs : IDisposable
{
    private readonly PayloadShelf _shelf = new(4, 1 << 20);
    private readonly ServedWeights _first = TestWeights.Served(TestWeights.Random(1), 1);
    private readonly FetchProgress _progress = new(TestWeights.Model, TestWeights.Settings.Credits);

    public void Dispose()
    {
        _progress.Dispose();
        _shelf.Dispose();
    }

    [Fact]
    public void A_full_version_arrives_with_its_hash()
    {
        _shelf.Put(_first, []);
        using var server = Server();
        AssertHash(_first.Manifest, Run(server, FetchPlan.Of(OfferOf(server), null)));
        Assert.Equal(new FrameCounts(_first.Manifest.Bytes, _first.Manifest.Frames, 0, 0, 0), _progress.Counts);
    }

    [Fact]
    public void A_chain_of_deltas_arrives_with_the_hash_of_its_end()
    {
        var (second, third) = Chain();
        using var server = Server();
        var plan = FetchPlan.Of(OfferOf(server), _first.Manifest.Sha256);
        Assert.Equal(2, plan.Deltas.Length);
        AssertHash(third.Manifest, Run(server, plan, _first));
        Assert.Equal(plan.Bytes, _progress.Counts.Bytes);
        second.Release();
        _first.Release();
    }

    [Fact]
    public void Dropped_damaged_and_doubled_frames_are_fetched_again_and_the_hash_is_right()
    {
        _shelf.Put(_first, []);
        var random = new RandomStream(3);
        using var server = Server((_, _) => random.Next(10) switch { 0 => LaneFault.Drop, 1 => LaneFault.Corrupt, 2 => LaneFault.Duplicate, _ => LaneFault.None });
        AssertHash(_first.Manifest, Run(server, FetchPlan.Of(OfferOf(server), null)));
        Assert.True(_progress.Counts.Corrupt > 0 && _progress.Counts.Duplicate > 0);
    }

    [Fact]
    public void A_peer_that_is_cut_off_is_gone_on_from_at_the_next_one()
    {
        _shelf.Put(_first, []);
        using (var cutting = Server((_, frame) => frame == 13 ? LaneFault.Cut : LaneFault.None))
            Assert.Equal(FetchFault.Broken, Assert.IsType<FetchResult.Failed>(Run(cutting, FetchPlan.Of(OfferOf(cutting), null))).Fault);
        Assert.Equal(13, _progress.Counts.Accepted);
        using var other = Server();
        AssertHash(_first.Manifest, Run(other, FetchPlan.Of(OfferOf(other), null)));
        Assert.Equal(_first.Manifest.Frames, _progress.Counts.Accepted);
    }

    [Fact]
    public void What_the_peer_does_not_have_any_more_is_gone()
    {
        _shelf.Put(_first, []);
        using var server = Server();
        var plan = FetchPlan.Of(OfferOf(server), null);
        _shelf.Put(TestWeights.Served(TestWeights.Random(2), 2), []);
        Assert.Equal(FetchFault.Gone, Assert.IsType<FetchResult.Failed>(Run(server, plan)).Fault);
    }

    [Fact]
    public void Frames_of_other_weights_than_announced_are_not_given_out()
    {
        var other = TestWeights.Served(TestWeights.Random(2), 1);
        using var server = new LaneServer(TestWeights.Loopback(), 4, _ => new ServedPayload(new FullPayload(_first.Manifest, other.Image), () => { }), TestWeights.Settings.Stall);
        var failed = Assert.IsType<FetchResult.Failed>(Run(server, new FetchPlan(_first.Manifest, [])));
        Assert.Equal(FetchFault.WrongHash, failed.Fault);
        other.Release();
        _first.Release();
    }

    [Fact]
    public void Damaged_frames_only_are_an_end_and_not_a_loop()
    {
        _shelf.Put(_first, []);
        using var server = Server((_, _) => LaneFault.Corrupt);
        Assert.Equal(FetchFault.Broken, Assert.IsType<FetchResult.Failed>(Run(server, FetchPlan.Of(OfferOf(server), null))).Fault);
    }

    [Fact]
    public void A_peer_that_stays_silent_is_left_after_its_time()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var silent = new LaneAddress("127.0.0.1", ((System.Net.IPEndPoint)listener.LocalEndpoint).Port, "");
        var settings = TestWeights.Settings with { Stall = TimeSpan.FromMilliseconds(200) };
        var fetch = new Fetch(new FetchPlan(_first.Manifest, []), silent, null, _progress, settings, null, TimeProvider.System);
        Assert.Equal(FetchFault.Broken, Assert.IsType<FetchResult.Failed>(fetch.Run(CancellationToken.None)).Fault);
        _first.Release();
    }

    [Fact]
    public void Weights_of_another_model_are_refused_before_a_byte_is_fetched()
    {
        _shelf.Put(_first, []);
        using var server = Server();
        var offer = OfferOf(server);
        var plan = FetchPlan.Of(offer with { Full = offer.Full with { Dtype = "F32" } }, null);
        Assert.Equal(FetchFault.NotOurs, Assert.IsType<FetchResult.Failed>(Run(server, plan)).Fault);
    }

    [Fact]
    public void Whoever_has_no_ticket_or_talks_otherwise_is_cut_off_and_costs_nothing()
    {
        _shelf.Put(_first, []);
        using var server = Server();
        var random = new RandomStream(9);
        for (var i = 0; i < 60; i++)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 20_000 };
            socket.Connect("127.0.0.1", server.Address.Port);
            var bytes = new byte[random.Next(LaneFormat.GreetingBytes, 200)];
            for (var b = 0; b < bytes.Length; b++) bytes[b] = (byte)random.Next(256);
            if (i % 3 == 0) LaneFormat.WriteGreeting(bytes, server.Address.Ticket);
            socket.Send(bytes);
            socket.Shutdown(SocketShutdown.Send);
            Assert.Equal(0, Received(socket));
        }

        AssertHash(_first.Manifest, Run(server, FetchPlan.Of(OfferOf(server), null)));
    }

    private static int Received(Socket socket)
    {
        try
        {
            return socket.Receive(new byte[64]);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionReset)
        {
            return 0;
        }
    }

    private (ServedWeights Second, ServedWeights Third) Chain()
    {
        var random = new RandomStream(1);
        var second = TestWeights.Served(TestWeights.Next(_first.Image.Weights, random), 2);
        var third = TestWeights.Served(TestWeights.Next(second.Image.Weights, random), 3);
        _shelf.Put(third, [TestWeights.Delta(_first, second), TestWeights.Delta(second, third)]);
        return (second, third);
    }

    private LaneServer Server(LaneFaults? faults = null) => new(TestWeights.Loopback(faults), 4, _shelf.Find, TestWeights.Settings.Stall);

    private TransferProtocol.Offer OfferOf(LaneServer server) => new(server.Address, _shelf.Content!.Value.Full, _shelf.Content.Value.Deltas);

    private FetchResult Run(LaneServer server, FetchPlan plan, ServedWeights? current = null) =>
        new Fetch(plan, server.Address, current?.Image.Weights, _progress, TestWeights.Settings, null, TimeProvider.System).Run(CancellationToken.None);

    private static void AssertHash(WeightManifest manifest, FetchResult result)
    {
        var fetched = Assert.IsType<FetchResult.Fetched>(result);
        Assert.Equal(manifest.Sha256, fetched.Weights.Sha256());
        fetched.Weights.Dispose();
    }
}
