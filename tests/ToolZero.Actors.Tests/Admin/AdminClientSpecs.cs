using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using ToolZero.Actors.Admin;
using ToolZero.Actors.Tests.Admin.Support;
using ToolZero.Actors.Wire;

namespace ToolZero.Actors.Tests.Admin;

public sealed class AdminClientSpecs : IAsyncLifetime, IAsyncDisposable
{
    private readonly AdminBench _bench = new();
    private ActorSystem _node = null!;
    private AdminEndpoint _endpoint = null!;

    public Task InitializeAsync()
    {
        _node = ActorSystem.Create(AdminEndpoint.System, WireConfiguration.Config.WithFallback(ConfigurationFactory.ParseString("""
            akka { loglevel = OFF, stdout-loglevel = OFF, actor.provider = remote, remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 } }
            """)));
        _endpoint = new AdminEndpoint("127.0.0.1", ((ExtendedActorSystem)_node).Provider.DefaultAddress.Port!.Value);
        // As the run's proxy of a node: hands everything on.
        _node.ActorOf(AdminActor.Props(_bench.Services, _bench.Run.Actor), "run-proxy");
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await ((IAsyncDisposable)this).DisposeAsync();

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await _node.Terminate();
        await _bench.DisposeAsync();
    }

    [Fact]
    public async Task Commands_and_queries_go_to_the_cluster_and_back_over_remoting()
    {
        await using var client = Client(Secrets.Own);
        var applied = Assert.IsType<AdminResult.Replied>(await Send(client, "pause"));
        Assert.Equal(new OperatorReply.Applied(12, "running", "paused"), applied.Reply);
        var status = Assert.IsType<StatusAnswer>(Assert.IsType<OperatorReply.Answered>(Assert.IsType<AdminResult.Replied>(await Send(client, "status")).Reply).Answer);
        Assert.Equal("rollouts of step 12", status.WaitingFor);
        var audit = Assert.IsType<AuditAnswer>(Assert.IsType<OperatorReply.Answered>(Assert.IsType<AdminResult.Replied>(await Send(client, "audit")).Reply).Answer);
        var entry = Assert.Single(audit.Entries);
        Assert.Equal(("ada", "pause", "applied"), (entry.Operator, entry.Command, entry.Outcome));
        Assert.Matches("^127\\.0\\.0\\.1:[0-9]+$", entry.Address);
    }

    [Fact]
    public async Task A_client_with_another_secret_is_denied()
    {
        await using var client = Client(Secrets.Wrong);
        Assert.Equal(DenialKind.WrongSecret, Assert.IsType<AdminResult.Denied>(await Send(client, "stop")).Kind);
        Assert.Empty(_bench.Run.Heard);
    }

    [Fact]
    public async Task Where_nobody_listens_the_client_says_so_at_once()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var endpoint = new AdminEndpoint("127.0.0.1", ((IPEndPoint)free.LocalEndpoint).Port);
        free.Stop();
        await using var client = new AdminClient(endpoint, Secrets.Own, "ada", ConfigurationFactory.Empty, TimeProvider.System);
        Assert.Contains("refused", Assert.IsType<AdminResult.Unreachable>(await Send(client, "status")).Reason, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Where_something_else_listens_the_client_waits_no_longer_than_it_was_told()
    {
        using var deaf = new TcpListener(IPAddress.Loopback, 0);
        deaf.Start();
        var endpoint = new AdminEndpoint("127.0.0.1", ((IPEndPoint)deaf.LocalEndpoint).Port);
        await using var client = new AdminClient(endpoint, Secrets.Own, "ada", ConfigurationFactory.Empty, TimeProvider.System);
        Assert.IsType<AdminResult.Silent>(await client.Send(["status"], TimeSpan.FromMilliseconds(500), CancellationToken.None).WaitAsync(AdminBench.Patience));
    }

    [Theory]
    [InlineData("127.0.0.1:4053", "127.0.0.1", 4053)]
    [InlineData("toolzero-coordinator-0.toolzero:4053", "toolzero-coordinator-0.toolzero", 4053)]
    public void An_endpoint_is_a_host_and_a_port(string text, string host, int port) => Assert.Equal(new AdminEndpoint(host, port), AdminEndpoint.Parse(text));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData(":4053")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("a b:4053")]
    public void What_is_no_endpoint_is_refused(string text) => Assert.Throws<ToolZero.Core.Data.DataException>(() => AdminEndpoint.Parse(text));

    private AdminClient Client(AdminSecret secret) => new(_endpoint, secret, "ada", ConfigurationFactory.Empty, TimeProvider.System);

    private static Task<AdminResult> Send(AdminClient client, string command) => client.Send([command], AdminBench.Patience, CancellationToken.None).WaitAsync(2 * AdminBench.Patience);
}
