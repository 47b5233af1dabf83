using ToolZero.Actors.Admin;
using ToolZero.Actors.Tests.Admin.Support;
using ToolZero.Actors.Tests.Kubernetes.Support;

namespace ToolZero.Actors.Tests.Kubernetes;

/// <summary><c>admin scale rollout=N</c> where the rollout nodes are pods: from the signed command to the StatefulSet and back.</summary>
public sealed class ScaledPodsSpecs
{
    [Fact]
    public async Task More_workers_are_more_pods_and_the_command_ends_when_they_have_joined()
    {
        await using var pods = await Pods.Start();
        Assert.Equal("7 rollout workers", Assert.IsType<OperatorReply.Applied>(await pods.Bench.Send("scale rollout=7")).After);
        Assert.Equal(4, pods.Server.Replicas);
        Assert.Equal(7, pods.Bench.Nodes.Sum(n => n.Workers.Length));
    }

    [Fact]
    public async Task Fewer_workers_are_fewer_pods_and_those_that_end_are_drained_first()
    {
        await using var pods = await Pods.Start();
        Assert.IsType<OperatorReply.Applied>(await pods.Bench.Send("scale rollout=2"));
        Assert.Equal(["GET", "GET", "PUT 1?", "GET", "PUT 1"], pods.Server.Requests);
        Assert.Equal(new Dictionary<string, int> { ["mine-rollout-1"] = 0 }, pods.Left);
        Assert.Equal(2, pods.Bench.Nodes.Single().Workers.Length);
    }

    [Fact]
    public async Task Who_may_not_scale_drains_nobody()
    {
        await using var pods = await Pods.Start();
        pods.Server.Before(() => { });
        pods.Server.Before(() => { });
        pods.Server.Next(403);
        Assert.Contains("may not change the scale", Assert.IsType<OperatorReply.Refused>(await pods.Bench.Send("scale rollout=1")).Reason, StringComparison.Ordinal);
        Assert.Equal([2, 2], pods.Bench.Nodes.Select(n => n.Workers.Length));
    }

    [Fact]
    public async Task An_operator_is_told_what_a_slow_start_waits_for()
    {
        await using var pods = await Pods.Start();
        pods.Server.Scaled = _ => { };
        Assert.Equal("3 of 5 nodes of mine-rollout to join", Assert.IsType<OperatorReply.Overdue>(await pods.Bench.Send("scale rollout=10", TimeSpan.FromSeconds(3))).WaitingFor);
    }

    [Fact]
    public async Task A_laptop_beside_the_pods_keeps_its_workers()
    {
        await using var pods = await Pods.Start();
        pods.Bench.Node("laptop", 1);
        pods.Server.Scaled = _ => { };
        Assert.IsType<OperatorReply.Applied>(await pods.Bench.Send("scale rollout=4"));
        Assert.Equal(2, pods.Server.Replicas);
    }

    /// <summary>Two pods with two workers each, which come and go as they are ordered.</summary>
    private sealed class Pods : IAsyncDisposable
    {
        private Pods(ApiServer server)
        {
            Server = server;
            Bench = new AdminBench(services => services with { Supply = server.Nodes() }) { KnowsNames = true };
            for (var i = 0; i < 2; i++) Bench.Node($"mine-rollout-{i}", 2);
            server.Scaled = Change;
        }

        public ApiServer Server { get; }

        public AdminBench Bench { get; }

        /// <summary>Workers that a pod still had when it was taken away.</summary>
        public Dictionary<string, int> Left { get; } = [];

        public static async Task<Pods> Start() => new(await ApiServer.Start());

        public async ValueTask DisposeAsync()
        {
            await Bench.DisposeAsync();
            await Server.DisposeAsync();
        }

        private void Change(int pods)
        {
            while (Bench.Nodes.Count < pods) Bench.Node($"mine-rollout-{Bench.Nodes.Count}", 2);
            foreach (var node in Bench.Nodes.Skip(pods).ToList())
            {
                Left[node.Name] = node.Workers.Length;
                Bench.Leave(node);
            }
        }
    }
}
