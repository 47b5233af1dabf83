using ToolZero.Actors.Admin;
using ToolZero.Actors.Clustering;
using ToolZero.Core.Data;
using ToolZero.EndToEnd.Tests.Support;
using ToolZero.Web.Hosting;

namespace ToolZero.Web.Tests.Hosting;

/// <summary>Where a node may answer over HTTP.</summary>
public sealed class WebSettingsSpecs
{
    private static readonly NodeSettings Node = new("west", [NodeRoles.Coordinator], new ClusterAddress("127.0.0.1", 4053), []);

    [Theory]
    [InlineData("127.0.0.1:0", "127.0.0.1", 0)]
    [InlineData("localhost", "localhost", WebSettings.DefaultPort)]
    [InlineData("[::1]:99", "::1", 99)]
    public void On_loopback_it_needs_nothing(string text, string host, int port) =>
        Assert.Equal(new WebSettings(new ClusterAddress(host, port), null, null), WebSettings.Parse(text, Node));

    [Fact]
    public void Beyond_loopback_it_needs_a_certificate_and_a_secret()
    {
        using var folder = new TemporaryFolder();
        var secret = folder["secret"];
        AdminSecret.LoadOrCreate(secret);
        var tls = new TlsFiles("west.pfx", null);
        Assert.Contains("without TLS: give --tls-certificate FILE", Refusal("0.0.0.0:4080", Node with { SecretFile = secret }), StringComparison.Ordinal);
        Assert.Contains("without a secret: give", Refusal("0.0.0.0:4080", Node with { Tls = tls }), StringComparison.Ordinal);
        Assert.Contains("or listen on 127.0.0.1", Refusal("west.example", Node), StringComparison.Ordinal);
        Assert.True(WebSettings.Parse("0.0.0.0:4080", Node with { Tls = tls, SecretFile = secret }).IsOpen);
    }

    [Theory]
    [InlineData("127.0.0.1:65536")]
    [InlineData("http://127.0.0.1:80")]
    [InlineData("")]
    public void What_is_no_address_is_refused(string text) =>
        Assert.StartsWith($"--http {text}: expected HOST:PORT with a port from 0 to 65535", Refusal(text, Node), StringComparison.Ordinal);

    private static string Refusal(string text, NodeSettings node) => Assert.Throws<DataException>(() => WebSettings.Parse(text, node)).Message;
}
