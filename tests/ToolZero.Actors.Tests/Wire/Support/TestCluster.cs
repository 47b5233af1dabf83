using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using ToolZero.Actors.Tests.Support;
using ToolZero.Actors.Wire;

namespace ToolZero.Actors.Tests.Wire.Support;

/// <summary>Real nodes in this process, over real sockets of the loopback interface, with the wire's configuration over Akka's.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private const string Name = "toolzero";
    private readonly string _more;
    private readonly List<ActorSystem> _nodes = [];

    private TestCluster(string more) => _more = more;

    public ActorSystem First => _nodes[0];

    public ActorSystem Second => _nodes[1];

    /// <summary>Two nodes, both Up; the first one has role <c>coordinator</c>, the second role <c>rollout</c>.</summary>
    public static async Task<TestCluster> OfTwo(string more = "")
    {
        var cluster = new TestCluster(more);
        cluster.Start("coordinator");
        cluster.Start("rollout");
        var seed = Cluster.Get(cluster.First).SelfAddress;
        foreach (var node in cluster._nodes) await Cluster.Get(node).JoinAsync(seed, new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
        await Eventually.Holds(() => cluster._nodes.All(n => Cluster.Get(n).State.Members.Count(m => m.Status == MemberStatus.Up) == 2), "both nodes are Up");
        return cluster;
    }

    public static int PortOf(ActorSystem node) => Cluster.Get(node).SelfAddress.Port!.Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.Terminate();
    }

    private void Start(string role) => _nodes.Add(ActorSystem.Create(
        Name,
        WireConfiguration.Config.WithFallback(ConfigurationFactory.ParseString(
            $$"""
            {{_more}}
            akka {
              # Published for those who count, and written nowhere.
              loglevel = warning
              loggers = []
              stdout-loglevel = off
              actor.provider = cluster
              remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
              cluster.roles = [{{role}}]
              coordinated-shutdown.exit-clr = off
            }
            """))));
}
