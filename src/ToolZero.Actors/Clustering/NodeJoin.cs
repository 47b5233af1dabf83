using Akka.Actor;
using ToolZero.Core.Data;
using static ToolZero.Actors.Clustering.ClusterProtocol;

namespace ToolZero.Actors.Clustering;

/// <summary>How a node gets into a cluster: it asks first, so that one which does not fit stays outside with one line.</summary>
internal static class NodeJoin
{
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>A coordinator that finds nobody in a cluster waits so long before it starts one: another one may be on its way up.</summary>
    private static readonly TimeSpan BeforeStart = TimeSpan.FromSeconds(4);

    /// <summary>Joins, or starts a cluster; returns when the node is up.</summary>
    /// <exception cref="DataException">It must not join, or nobody answers.</exception>
    public static async Task Join(Akka.Cluster.Cluster cluster, NodeSettings settings, TimeProvider time, CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(settings.JoinDeadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop);
        var through = await Through(cluster, settings, time, deadline.Token, stop);
        try
        {
            await cluster.JoinSeedNodesAsync(through, either.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or Akka.Cluster.ClusterJoinFailedException)
        {
            stop.ThrowIfCancellationRequested();
            throw new DataException($"{string.Join(", ", settings.Join)}: the cluster did not let this node in within {settings.JoinDeadline.TotalSeconds:0} s; its nodes must reach {cluster.SelfAddress}", error);
        }
    }

    /// <summary>Nodes to join through; this one itself when it is to start the cluster.</summary>
    private static async Task<Address[]> Through(Akka.Cluster.Cluster cluster, NodeSettings settings, TimeProvider time, CancellationToken deadline, CancellationToken stop)
    {
        var self = cluster.SelfAddress;
        if (settings.Join.IsEmpty) return [self];
        var own = Wire.WireVersion.Own;
        var hello = new Hello(own.Current, own.Minimum, Hosting.ProductVersion.Text, settings.Name, self.ToString(), settings.Roles);
        var others = settings.Join.Select(a => new Address(self.Protocol, self.System, a.Host, a.Port)).Where(a => a != self).ToList();
        var start = time.GetTimestamp();
        while (true)
        {
            var answers = await Task.WhenAll(others.Select(address => Ask(cluster.System, address, hello, stop)));
            if (answers.OfType<Refused>().FirstOrDefault() is { } refused) throw new DataException($"this node must not join: {refused.Reason}");
            var members = others.Where((_, i) => answers[i] is Welcome).ToArray();
            if (members.Length > 0) return members;
            if (settings.Has(NodeRoles.Coordinator) && time.GetElapsedTime(start) > BeforeStart && IsFirst(self, answers.OfType<NotJoined>())) return [self];
            if (deadline.IsCancellationRequested)
            {
                throw new DataException(
                    $"--join {string.Join(", ", settings.Join)}: {(answers.Any(a => a is NotJoined) ? "is in no cluster yet" : "nobody answers there")} after {settings.JoinDeadline.TotalSeconds:0} s;"
                    + " start a node with the role coordinator first, and check address, port and TLS");
            }

            await Task.Delay(Pause, time, stop);
        }
    }

    /// <summary>Of several coordinators that wait for a cluster, the one with the lowest address starts it.</summary>
    private static bool IsFirst(Address self, IEnumerable<NotJoined> waiting) =>
        waiting.Where(w => w.Roles.Contains(NodeRoles.Coordinator)).All(w => string.CompareOrdinal(self.ToString(), w.Address) < 0);

    private static async Task<object?> Ask(ActorSystem system, Address address, Hello hello, CancellationToken stop)
    {
        try
        {
            return await system.ActorSelection($"{address}/user/{GateActor.Name}").Ask<object>(hello, AskTimeout, stop);
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }
}
