using System.Collections.Immutable;
using Akka.Actor;
using ToolZero.Actors.Hosting;

namespace ToolZero.Actors.Node;

/// <summary>A child that a keeper keeps alive.</summary>
/// <param name="Name">Its actor name, stable over restarts.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Props">Props of an incarnation, by its full name.</param>
public sealed record Role(string Name, RoleKind Kind, Func<string, Props> Props);

/// <summary>How a node actor works.</summary>
/// <param name="Id">Its process.</param>
/// <param name="Supervision">Restart limits of its children.</param>
/// <param name="Time">Clock of the restart limits.</param>
public sealed record NodeServices(NodeId Id, SupervisionSettings Supervision, TimeProvider Time)
{
    /// <summary>Roles of the process, as the cluster knows them.</summary>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>Where it is reached, host:port, as operators are told; "" in an embedded run.</summary>
    public string Address { get; init; } = "";

    /// <summary>What the machine has.</summary>
    public Func<NodeResources> Resources { get; init; } = NodeResources.Read;
}

/// <summary>Vocabulary of the node actor, <c>/user/node</c> of every process.</summary>
public static class NodeProtocol
{
    /// <summary>Local: the roles that the process can have are known; start these many rollout workers and one of each other.</summary>
    public sealed record Equip(RoleFactory Factory, int RolloutWorkers);

    /// <summary>Answered by <see cref="NodeStatus"/>.</summary>
    public sealed record GetStatus
    {
        public static GetStatus Instance { get; } = new();
    }

    /// <param name="Name">Name of the node.</param>
    /// <param name="Address">Where it listens.</param>
    /// <param name="Roles">Its roles.</param>
    /// <param name="Product">Version of the product.</param>
    /// <param name="Draining">It is about to leave.</param>
    /// <param name="Resources">What its machine has.</param>
    /// <param name="Workers">Its children.</param>
    public sealed record NodeStatus(
        string Name, string Address, ImmutableArray<string> Roles, string Product, bool Draining, NodeResources Resources, ImmutableArray<WorkerStatus> Workers);

    /// <summary>One child of a node.</summary>
    /// <param name="Name">Its actor name.</param>
    /// <param name="FullName">Name of this incarnation, as the coordinator and the ledger know it.</param>
    /// <param name="Kind">What it does.</param>
    /// <param name="Incarnation">One more than its restarts.</param>
    /// <param name="Health">How it is.</param>
    public sealed record WorkerStatus(string Name, string FullName, RoleKind Kind, int Incarnation, RoleHealth Health);

    /// <summary>Operator -> node: one more rollout worker. Answered by <see cref="WorkersChanged"/>.</summary>
    public sealed record AddWorker
    {
        public static AddWorker Instance { get; } = new();
    }

    /// <summary>Operator -> node: end the worker at once; its lease goes back to the queue. Answered by <see cref="WorkersChanged"/>.</summary>
    public sealed record RemoveWorker(string Name);

    /// <summary>Operator -> node: the worker finishes the leases in hand, takes no more, and ends. Answered by <see cref="WorkersChanged"/> when it has ended.</summary>
    public sealed record DrainWorker(string Name);

    /// <summary>Operator -> node: so many rollout workers, or scorings side by side. Surplus workers are drained. Answered by <see cref="WorkersChanged"/> at once.</summary>
    public sealed record Scale(RoleKind Kind, int Count);

    /// <summary>What became of a command: it is done, or <paramref name="Refusal"/> says why not.</summary>
    /// <param name="Refusal">Null = done.</param>
    /// <param name="Names">The workers that it concerned.</param>
    public sealed record WorkersChanged(string? Refusal, ImmutableArray<string> Names);

    /// <summary>Drain every rollout worker and take no new ones. Answered by <see cref="NodeDrained"/>.</summary>
    public sealed record DrainNode
    {
        public static DrainNode Instance { get; } = new();
    }

    /// <summary>Nothing is left that would be lost with the node.</summary>
    public sealed record NodeDrained
    {
        public static NodeDrained Instance { get; } = new();
    }

    /// <summary>On the event stream: the node cannot do its work any more.</summary>
    /// <param name="Reason">Why, in one line.</param>
    /// <param name="IsDataFault">Because of something outside of it: damaged input, a full disk.</param>
    public sealed record NodeFailed(string Reason, bool IsDataFault);
}
