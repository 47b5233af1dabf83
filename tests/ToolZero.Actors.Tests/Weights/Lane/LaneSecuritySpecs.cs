using System.Net;
using System.Net.Sockets;
using Akka.Configuration;
using ToolZero.Actors.Tests.Support;
using ToolZero.Actors.Weights;
using ToolZero.Actors.Weights.Lane;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Tests.Weights.Lane;

/// <summary>The lane has the TLS of remoting, and none only on the loopback.</summary>
public sealed class LaneSecuritySpecs : IDisposable
{
    private readonly TestCertificate _certificate = new();
    private readonly PayloadShelf _shelf = new(4, 1 << 20);
    private readonly FetchProgress _progress = new(TestWeights.Model, TestWeights.Settings.Credits);

    public LaneSecuritySpecs() => _shelf.Put(TestWeights.Served(TestWeights.Random(1), 1), []);

    public void Dispose()
    {
        _progress.Dispose();
        _shelf.Dispose();
        _certificate.Dispose();
    }

    [Fact]
    public void Weights_arrive_over_TLS_when_both_sides_show_the_certificate()
    {
        var security = Security(validation: false);
        using var server = Server(security);
        var fetched = Assert.IsType<FetchResult.Fetched>(Fetch(server, security));
        Assert.Equal(_shelf.Newest!.Manifest.Sha256, fetched.Weights.Sha256());
        fetched.Weights.Dispose();
    }

    [Fact]
    public void A_follower_without_TLS_or_without_trust_gets_nothing()
    {
        using var server = Server(Security(validation: false));
        Assert.Equal(FetchFault.Broken, Assert.IsType<FetchResult.Failed>(Fetch(server, null)).Fault);
        Assert.Equal(FetchFault.Broken, Assert.IsType<FetchResult.Failed>(Fetch(server, Security(validation: true))).Fault);
        Assert.Equal(0, _progress.Counts.Accepted);
    }

    [Fact]
    public async Task A_follower_without_a_certificate_gets_nothing()
    {
        using var server = Server(Security(validation: false));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        await using var stream = await TestCertificate.AuthenticateAsStranger(client.GetStream(), CancellationToken.None);
        var greeting = new byte[LaneFormat.GreetingBytes];
        LaneFormat.WriteGreeting(greeting, server.Address.Ticket);
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            await stream.WriteAsync(greeting);
            await stream.ReadExactlyAsync(new byte[1]);
        });
    }

    [Fact]
    public void Beyond_the_loopback_a_lane_without_TLS_does_not_open()
    {
        var error = Assert.Throws<DataException>(() => new LaneServer(new LanePlace(IPAddress.Any, "localhost", 0), 4, _shelf.Find, TestWeights.Settings.Stall));
        Assert.Contains("without TLS", error.Message, StringComparison.Ordinal);
        using var secured = new LaneServer(new LanePlace(IPAddress.Any, "localhost", 0, Security(validation: false)), 4, _shelf.Find, TestWeights.Settings.Stall);
        Assert.NotEqual(0, secured.Address.Port);
    }

    [Fact]
    public void A_certificate_that_cannot_be_read_is_named()
    {
        var broken = ConfigurationFactory.ParseString("""enable-ssl = on, ssl.certificate.path = "/nowhere/node.pfx" """);
        Assert.Contains("/nowhere/node.pfx", Assert.Throws<DataException>(() => LaneSecurity.Of(broken)).Message, StringComparison.Ordinal);
    }

    private LaneSecurity Security(bool validation) =>
        LaneSecurity.Of(ConfigurationFactory.ParseString(_certificate.ConfigurationWith(validation)).GetConfig("akka.remote.dot-netty.tcp"))!;

    private LaneServer Server(LaneSecurity? security) => new(TestWeights.Loopback() with { Security = security }, 4, _shelf.Find, TestWeights.Settings.Stall);

    private FetchResult Fetch(LaneServer server, LaneSecurity? security) =>
        new Fetch(new FetchPlan(_shelf.Newest!.Manifest, []), server.Address, null, _progress, TestWeights.Settings, security, TimeProvider.System).Run(CancellationToken.None);
}
