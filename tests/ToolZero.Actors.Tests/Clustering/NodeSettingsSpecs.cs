using System.Collections.Immutable;
using ToolZero.Actors.Admin;
using ToolZero.Actors.Clustering;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Tests.Clustering;

public class NodeSettingsSpecs
{
    private static NodeSettings Node(string host = "127.0.0.1", params ImmutableArray<string> roles) =>
        new("west-1", roles.IsEmpty ? [NodeRoles.Coordinator] : roles, new ClusterAddress(host, 4053), []);

    private static string Refusal(NodeSettings settings) => Assert.Throws<DataException>(() => settings.Checked()).Message;

    [Theory]
    [InlineData("10.0.0.7:4100", "10.0.0.7", 4100)]
    [InlineData("learner.example:1", "learner.example", 1)]
    [InlineData("localhost", "localhost", ClusterAddress.DefaultPort)]
    [InlineData("[::1]:99", "::1", 99)]
    [InlineData("::1", "::1", ClusterAddress.DefaultPort)]
    public void Addresses_are_read(string text, string host, int port) => Assert.Equal(new ClusterAddress(host, port), ClusterAddress.Parse(text, "--join"));

    [Theory]
    [InlineData("")]
    [InlineData(":4053")]
    [InlineData("a b:1")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:x")]
    [InlineData("host:")]
    public void What_is_no_address_is_refused_with_the_option(string text)
    {
        var error = Assert.Throws<DataException>(() => ClusterAddress.Parse(text, "--join"));
        Assert.StartsWith($"--join {text}: expected HOST:PORT", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_on_this_machine_needs_neither_TLS_nor_secret() => Assert.Equal("west-1", Node().Checked().Name);

    [Fact]
    public void Beyond_loopback_it_needs_both_and_the_line_says_how()
    {
        var refusal = Refusal(Node("10.0.0.7"));
        Assert.Contains("TLS", refusal, StringComparison.Ordinal);
        Assert.Contains("--tls-certificate", refusal, StringComparison.Ordinal);
        Assert.Contains("--secret-file", refusal, StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        using var certificate = new TestCertificate();
        var tls = certificate.Files(Path.Combine(folder.Path, "password"));
        Assert.Contains("secret", Refusal(Node("10.0.0.7") with { Tls = tls }), StringComparison.Ordinal);
        Assert.Contains("TLS", Refusal(Node("0.0.0.0") with { SecretFile = tls.Certificate, PublicHost = "west" }), StringComparison.Ordinal);
        var secret = Path.Combine(folder.Path, "secret");
        AdminSecret.LoadOrCreate(secret);
        Assert.Equal("west-1", (Node("10.0.0.7") with { Tls = tls, SecretFile = secret }).Checked().Name);
    }

    [Fact]
    public void A_certificate_that_cannot_be_opened_is_refused_before_anything_is_started()
    {
        using var folder = new TemporaryFolder();
        using var certificate = new TestCertificate();
        var tls = certificate.Files(Path.Combine(folder.Path, "password"));
        Assert.Equal("west-1", (Node() with { Tls = tls }).Checked().Name);

        var other = Path.Combine(folder.Path, "other");
        File.WriteAllText(other, "another password");
        Assert.StartsWith($"--tls-certificate {tls.Certificate}: cannot be opened with the password in {other}", Refusal(Node() with { Tls = tls with { PasswordFile = other } }), StringComparison.Ordinal);
        Assert.Contains("cannot be opened with no password", Refusal(Node() with { Tls = tls with { PasswordFile = null } }), StringComparison.Ordinal);
        Assert.Contains("must be a PKCS#12 file", Refusal(Node() with { Tls = new TlsFiles(other, other) }), StringComparison.Ordinal);
        Assert.Contains("there is no such file", Refusal(Node() with { Tls = new TlsFiles(other + "s", null) }), StringComparison.Ordinal);
        Assert.Contains("--tls-password-file", Refusal(Node() with { Tls = tls with { PasswordFile = other + "s" } }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_listener_on_all_addresses_must_say_its_name() => Assert.Contains("--public-host", Refusal(Node("0.0.0.0")), StringComparison.Ordinal);

    [Fact]
    public void An_unknown_role_is_refused_with_the_nearest() => Assert.Contains("did you mean rollout?", Refusal(Node(roles: "rollouts")), StringComparison.Ordinal);

    [Fact]
    public void Only_a_coordinator_starts_a_cluster() => Assert.Contains("--join", Refusal(Node(roles: NodeRoles.Rollout)), StringComparison.Ordinal);

    [Fact]
    public void A_name_is_a_plain_word() => Assert.Contains("--name", Refusal(Node() with { Name = "west/1" }), StringComparison.Ordinal);
}
