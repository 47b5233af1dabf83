using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Text.Json;
using Akka.Actor;
using Akka.Configuration;
using Akka.Remote;
using Akka.Remote.Transport;
using ToolZero.Actors.Clustering;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Node;
using ToolZero.Actors.Reward;
using ToolZero.Actors.Runs;
using ToolZero.Web.Health;
using ToolZero.Web.Hosting;

namespace ToolZero.Web.Tests.Support;

/// <summary>What a node of a test works with; what is not given does nothing.</summary>
internal sealed record RealNodeSetup
{
    /// <summary>Opens the run, on a coordinator.</summary>
    public Func<IRunJob> Open { get; init; } = () => new IdleRun();

    /// <summary>Called while the node reads what its roles need.</summary>
    public Action OnLoad { get; init; } = () => { };

    public Func<TimeProvider, RoleParts> Parts { get; init; } = time => new RoleParts(time);

    public string? RunFolder { get; init; }

    public HealthSettings Health { get; init; } = HealthSettings.Default;

    /// <summary>Over the shipped configuration of nodes.</summary>
    public string Akka { get; init; } = "";
}

/// <summary>A real node in this process, started and stopped as the command does it, with its web host on a port from the kernel.</summary>
internal sealed class RealNode : INodeListener, IAsyncDisposable
{
    private readonly TaskCompletionSource<WebHost> _serving = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ClusterAddress> _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(3) };
    private readonly Task<NodeExit> _run;

    private RealNode(string name, ImmutableArray<string> roles, ImmutableArray<ClusterAddress> join, RealNodeSetup setup)
    {
        var settings = new NodeSettings(name, roles, new ClusterAddress("127.0.0.1", 0), join) { JoinDeadline = TimeSpan.FromMinutes(2), DrainDeadline = TimeSpan.FromSeconds(1) };
        var isCoordinator = settings.Has(NodeRoles.Coordinator);
        var local = LocalConfiguration.Load(HoconFolder.Find(), roles, null, [], isCoordinator);
        var web = new WebSettings(new ClusterAddress("127.0.0.1", 0), null, null) { Health = setup.Health };
        var akka = ConfigurationFactory.ParseString(setup.Akka + "\nakka.loglevel = OFF").WithFallback(local.Akka);
        var plan = new NodePlan(settings, akka, local.Supervision, text => Equip(setup, text), TimeProvider.System)
        {
            Open = isCoordinator ? setup.Open : null,
            Companion = async node =>
            {
                System = node.System;
                var host = await WebHost.Start(web, node, isCoordinator ? setup.RunFolder : null, TimeProvider.System);
                _client.BaseAddress = host.Address;
                _serving.SetResult(host);
                return host;
            },
        };
        _run = ClusterNode.Run(plan, this, _stop.Token);
    }

    public ActorSystem System { get; private set; } = null!;

    /// <summary>How it ended.</summary>
    public Task<NodeExit> End => _run;

    /// <summary>Returns when its web host answers.</summary>
    public static async Task<RealNode> Start(string name, string role, RealNodeSetup? setup = null, RealNode? join = null)
    {
        var node = new RealNode(name, [.. role.Split(',')], join is null ? [] : [await join._up.Task], setup ?? new RealNodeSetup());
        await Task.WhenAny(node._serving.Task, node._run);
        if (!node._serving.Task.IsCompleted) await node._run;
        return node;
    }

    public void Up(string address, int members) => _up.SetResult(ClusterAddress.Parse(address[(address.IndexOf('@', StringComparison.Ordinal) + 1)..], "test"));

    public void Take(RunEvent runEvent)
    {
    }

    /// <summary>The node drains and leaves.</summary>
    public void Leave() => _stop.Cancel();

    /// <summary>It takes no leave, as a process does that is killed; with the setting that no leave is taken when an actor system ends.</summary>
    public Task Crash() => System.Terminate();

    /// <summary>Nothing comes through between this node and the others, though their ports are open; with the adapter <c>trttl</c>.</summary>
    public Task Cut(params RealNode[] others) => Line(Blackhole.Instance, others);

    /// <summary>Everything comes through again.</summary>
    public Task Mend(params RealNode[] others) => Line(Unthrottled.Instance, others);

    /// <summary>A health endpoint: its status code, and the reasons of its checks, by name.</summary>
    public async Task<(int Status, IReadOnlyDictionary<string, string> Reasons)> Health(string tag)
    {
        using var answer = await _client.GetAsync(new Uri(HealthFeature.Path(tag), UriKind.Relative));
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(answer.IsSuccessStatusCode ? "healthy" : "unhealthy", body.GetProperty("status").GetString());
        return ((int)answer.StatusCode, body.GetProperty("reasons").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!));
    }

    /// <summary>Waits until all three answer like this: live, ready, startup.</summary>
    public async Task Shows(int live, int ready, int startup)
    {
        (int, int, int) seen;
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while ((seen = ((await Health(HealthTags.Live)).Status, (await Health(HealthTags.Ready)).Status, (await Health(HealthTags.Startup)).Status)) != (live, ready, startup))
        {
            Assert.False(deadline.IsCancellationRequested, $"expected live, ready, startup = {(live, ready, startup)}, it stays {seen}: {string.Join(", ", (await Health(HealthTags.Ready)).Reasons)}");
            await Task.Delay(50);
        }
    }

    /// <summary>Waits until the endpoint gives a reason that says this.</summary>
    public async Task Says(string tag, string check, string text)
    {
        var reasons = (await Health(tag)).Reasons;
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!reasons.GetValueOrDefault(check, "").Contains(text, StringComparison.Ordinal))
        {
            Assert.False(deadline.IsCancellationRequested, $"expected {check} to say {text}: {string.Join(", ", reasons)}");
            await Task.Delay(50);
            reasons = (await Health(tag)).Reasons;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAny(_run);
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task Line(ThrottleMode mode, RealNode[] others)
    {
        foreach (var other in others)
        {
            var address = Akka.Cluster.Cluster.Get(other.System).SelfAddress;
            Assert.True(await ((IRemoteActorRefProvider)((ExtendedActorSystem)System).Provider).Transport.ManagementCommand(new SetThrottle(address, ThrottleTransportAdapter.Direction.Both, mode)));
        }
    }

    private static NodeEquipment Equip(RealNodeSetup setup, string text)
    {
        setup.OnLoad();
        var weights = RunSettings.From(RunConfiguration.Parse(text, "the run's configuration")).Weights;
        var router = new RewardRouterSettings(NodeRoles.Reward, $"/user/node/{RoleFactory.Reward}", TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), 4, TimeSpan.FromSeconds(1));
        return new NodeEquipment(setup.Parts(TimeProvider.System), 0, router, weights) { RunFolder = setup.RunFolder };
    }
}
