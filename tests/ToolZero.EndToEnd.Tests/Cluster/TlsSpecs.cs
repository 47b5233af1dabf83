using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using ToolZero.Actors.Admin;
using ToolZero.EndToEnd.Tests.Support;

namespace ToolZero.EndToEnd.Tests.Cluster;

/// <summary>Nodes that show certificates to each other, on both sides of every connection; who has none of their authority stays outside.</summary>
public sealed class TlsSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestAuthority _authority = new("the cluster's own");
    private readonly TestAuthority _foreign = new("somebody else's");

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
        _foreign.Dispose();
    }

    [Fact]
    public async Task Two_processes_train_over_TLS_and_nobody_else_gets_in()
    {
        var (first, second) = (FreePort.Take(), FreePort.Take());
        var secret = _folder["secret"];
        AdminSecret.LoadOrCreate(secret);
        await using var coordinator = ToolZeroProcess.StartWith(
            _authority.Trust,
            ["node", "--role", "coordinator,learner", "--name", "first", "--port", Text(first), "--secret-file", secret, .. _authority.Options("first"), .. RunArguments()]);
        Assert.Contains($"akka.ssl.tcp://toolzero@127.0.0.1:{first}", await coordinator.Line(l => l.StartsWith("node first is up", StringComparison.Ordinal)), StringComparison.Ordinal);

        // It trusts the cluster; the cluster does not trust it.
        await using var untrusted = ToolZeroProcess.StartWith(_authority.Trust, [.. Worker("untrusted", FreePort.Take(), first), .. _foreign.Options("untrusted")]);
        // The cluster would trust it; it does not trust the cluster.
        await using var distrustful = ToolZeroProcess.StartWith(_foreign.Trust, [.. Worker("distrustful", FreePort.Take(), first), .. _authority.Options("distrustful")]);
        await using var plain = ToolZeroProcess.Start(Worker("plain", FreePort.Take(), first));
        Assert.False(await IsServed(first, null), "a client without a certificate is served");
        using (var good = _authority.Issue("good")) Assert.True(await IsServed(first, good), "a client with a certificate is not served");
        foreach (var stranger in new[] { untrusted, distrustful, plain })
            Refusal.AssertRefused(await stranger.End(), $"--join 127.0.0.1:{first}", "nobody answers there", "TLS");

        string[] ask = ["admin", "status", "--json", "--cluster", $"127.0.0.1:{first}", "--secret-file", secret];
        Assert.Equal([$"127.0.0.1:{first}"], Members(await Run(_authority, [.. ask, .. _authority.Options("operator")])));
        var silent = await Run(_authority, [.. ask, "--timeout", "3s"]);
        Assert.Equal((3, "silent"), (silent.ExitCode, silent.Json.GetProperty("outcome").GetString()));

        await using var worker = ToolZeroProcess.StartWith(_authority.Trust, [.. Worker("second", second, first), .. _authority.Options("second")]);
        Assert.Contains("2 nodes in the cluster", await worker.Line(l => l.StartsWith("node second is up", StringComparison.Ordinal)), StringComparison.Ordinal);
        (await coordinator.End()).Succeeded();
        (await worker.End()).Succeeded();
        var run = new RunFiles(_folder["tls"]);
        run.AssertFinished(SmallRun.Steps, SmallRun.Batch);
        Assert.Equal((await SmallRun.Reference).WeightsSha256, run.WeightsSha256);
    }

    [Fact]
    public async Task A_node_beyond_this_machine_starts_with_TLS_and_a_secret_alone()
    {
        string[] everywhere = ["node", "--role", "coordinator", "--host", "0.0.0.0", "--public-host", "west.example", "--port", Text(FreePort.Take()), .. RunArguments()];
        await Refusal.AssertRefused(everywhere, "without TLS", "--tls-certificate FILE", "--secret-file FILE", "127.0.0.1");
        await Refusal.AssertRefused([.. everywhere, .. _authority.Options("west.example")], "without a secret", "--secret-file FILE");
        Refusal.AssertUntouched(_folder["tls"]);
    }

    private string[] Worker(string name, int port, int join) =>
        ["node", "--role", "rollout,reward", "--name", name, "--port", Text(port), "--join", $"127.0.0.1:{join}", "--log", _folder[name + ".log"]];

    private static IEnumerable<string?> Members(ProcessResult status) =>
        status.Succeeded().Json.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("address").GetString());

    private static async Task<ProcessResult> Run(TestAuthority trusted, string[] arguments)
    {
        await using var process = ToolZeroProcess.StartWith(trusted.Trust, arguments);
        return await process.End();
    }

    /// <summary>Whether the node talks to a client that trusts it.</summary>
    /// <param name="port">Where it listens.</param>
    /// <param name="shown">What the client shows; null = no certificate.</param>
    private async Task<bool> IsServed(int port, X509Certificate2? shown)
    {
        using var deadline = new CancellationTokenSource(ToolZeroProcess.Deadline);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, deadline.Token);
        await using var tls = new SslStream(client.GetStream());
        var options = new SslClientAuthenticationOptions { TargetHost = "first", CertificateChainPolicy = _authority.Policy(), ClientCertificates = shown is null ? [] : [shown] };
        try
        {
            await tls.AuthenticateAsClientAsync(options, deadline.Token);
            // With TLS 1.3 a handshake is over for the client before the node has looked at what it shows: without a certificate it must hear of that.
            return tls.IsMutuallyAuthenticated || await tls.ReadAsync(new byte[1], deadline.Token) > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    /// <summary>The small run as the words that a coordinator takes.</summary>
    private string[] RunArguments() => [.. SmallRun.Arguments(_folder.Path, "tls").Skip(2).Select(word => word == "--name" ? "--run" : word)];
}
