using System.Collections.Immutable;
using ToolZero.Actors.Node;

namespace ToolZero.Actors.Admin;

/// <summary>Where workers are added and which ones leave. Pure.</summary>
internal static class ScalePlan
{
    /// <summary>Role that a node must have for rollout workers.</summary>
    public const string Rollout = "rollout";

    /// <summary>Role that a node must have for the reward pool.</summary>
    public const string Reward = "reward";

    /// <summary>Rollout workers that stay unless they are told to leave.</summary>
    public static ImmutableArray<FoundWorker> Rollouts(ImmutableArray<NodeOfCluster> nodes) =>
    [
        .. nodes.SelectMany(n => n.Status.Workers
            .Where(w => w is { Kind: RoleKind.Rollout, Health: not (RoleHealth.Draining or RoleHealth.Gone) })
            .Select(w => new FoundWorker(n, w))),
    ];

    /// <summary>Nodes for so many new rollout workers, each time the one with the fewest workers per core.</summary>
    public static ImmutableArray<NodeOfCluster> Additions(ImmutableArray<NodeOfCluster> nodes, int count)
    {
        var hosts = nodes.Where(n => n.Member.Roles.Contains(Rollout) && !n.Status.Draining).ToList();
        if (hosts.Count == 0) return [];
        var workers = hosts.ToDictionary(n => n.Member.Address, n => Rollouts([n]).Length);
        var result = ImmutableArray.CreateBuilder<NodeOfCluster>(count);
        for (var i = 0; i < count; i++)
        {
            var next = hosts.MinBy(n => (workers[n.Member.Address] + 1.0) / Math.Max(1, n.Status.Resources.Cores))!;
            workers[next.Member.Address]++;
            result.Add(next);
        }

        return result.MoveToImmutable();
    }

    /// <summary>Rollout workers to drain: each time the last one of the node with the most workers per core.</summary>
    public static ImmutableArray<FoundWorker> Departures(ImmutableArray<NodeOfCluster> nodes, int count)
    {
        var left = Rollouts(nodes).GroupBy(w => w.Node).ToDictionary(g => g.Key, g => g.OrderBy(w => w.Worker.Name.Length).ThenBy(w => w.Worker.Name, StringComparer.Ordinal).ToList());
        var result = ImmutableArray.CreateBuilder<FoundWorker>();
        while (result.Count < count && left.Values.Any(w => w.Count > 0))
        {
            var (_, workers) = left.Where(l => l.Value.Count > 0).MaxBy(l => (double)l.Value.Count / Math.Max(1, l.Key.Status.Resources.Cores));
            result.Add(workers[^1]);
            workers.RemoveAt(workers.Count - 1);
        }

        return result.ToImmutable();
    }

    /// <summary>Shares of so many scorings side by side, one for each node with a reward pool; none gets nothing.</summary>
    public static ImmutableArray<(NodeOfCluster Node, int Count)> Shares(ImmutableArray<NodeOfCluster> nodes, int count)
    {
        var pools = nodes.Where(n => n.Member.Roles.Contains(Reward)).ToImmutableArray();
        return pools.Length == 0 || count < pools.Length ? [] : [.. pools.Select((n, i) => (n, count / pools.Length + (i < count % pools.Length ? 1 : 0)))];
    }
}
