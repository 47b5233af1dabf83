using System.Collections.Immutable;
using ToolZero.Core.Text;
using static ToolZero.Actors.Node.NodeProtocol;

namespace ToolZero.Actors.Admin;

/// <summary>A worker and the node that has it.</summary>
internal sealed record FoundWorker(NodeOfCluster Node, WorkerStatus Worker)
{
    public string Name => WorkerNames.Of(Node.Status, Worker);
}

/// <summary>A member that has answered.</summary>
internal sealed record NodeOfCluster(ClusterMember Member, NodeStatus Status);

/// <summary>What operators call workers and nodes. Pure.</summary>
internal static class WorkerNames
{
    /// <summary>node/worker: unique in the cluster, and the same after a restart.</summary>
    public static string Of(NodeStatus node, WorkerStatus worker) => node.Name.Length == 0 ? worker.Name : $"{node.Name}/{worker.Name}";

    /// <summary>The name of an incarnation without what tells incarnations apart.</summary>
    public static string Stable(string fullName) => fullName.Split('#')[0];

    /// <summary>The worker that is meant: by node/worker, by the name of its incarnation, or by its own name where only one node has it.</summary>
    public static (FoundWorker? Worker, OperatorReply.Refused? Refusal) Find(string name, ImmutableArray<NodeOfCluster> nodes)
    {
        var all = nodes.SelectMany(n => n.Status.Workers.Select(w => new FoundWorker(n, w))).ToList();
        if (all.Find(w => w.Name == name || w.Worker.FullName == name) is { } exact) return (exact, null);
        var namesakes = all.Where(w => w.Worker.Name == name).ToList();
        if (namesakes.Count == 1) return (namesakes[0], null);
        if (namesakes.Count > 1) return (null, new OperatorReply.Refused($"{namesakes.Count} nodes have a worker {name}: {string.Join(", ", namesakes.Select(w => w.Name))}; say which", namesakes[0].Name));
        return (null, Unknown("worker", name, all.Select(w => w.Name)));
    }

    /// <summary>The node that is meant: by name or address.</summary>
    public static NodeOfCluster? FindNode(string name, ImmutableArray<NodeOfCluster> nodes) =>
        nodes.FirstOrDefault(n => n.Status.Name == name && name.Length > 0) ?? nodes.FirstOrDefault(n => n.Member.Address == name);

    public static OperatorReply.Refused Unknown(string kind, string name, IEnumerable<string> known)
    {
        var names = known.Distinct().Order(StringComparer.Ordinal).ToList();
        return new OperatorReply.Refused($"there is no {kind} {name}; there are {string.Join(", ", names.DefaultIfEmpty("none"))}", Nearest.To(name, names) ?? "");
    }
}
