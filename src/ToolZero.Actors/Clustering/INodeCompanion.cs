using System.Collections.Immutable;
using Akka.Actor;
using ToolZero.Actors.Node;

namespace ToolZero.Actors.Clustering;

/// <summary>Where a node is on its way; in this order.</summary>
public enum NodeStage
{
    /// <summary>It looks for the cluster and asks to be let in.</summary>
    Joining,

    /// <summary>It is a member and asks the run for its settings.</summary>
    WaitingForRun,

    /// <summary>It reads the model, data and rules that its roles need.</summary>
    Loading,

    /// <summary>Its roles are at work.</summary>
    Working,

    /// <summary>It finishes what it has in hand, within its drain deadline, and leaves.</summary>
    Leaving,
}

/// <summary>A node as those see it that work beside its actors.</summary>
/// <param name="System">Its actor system.</param>
/// <param name="Id">Who it is.</param>
/// <param name="Roles">What it does.</param>
public sealed record NodeSurroundings(ActorSystem System, NodeId Id, ImmutableArray<string> Roles);

/// <summary>Works in the process of a node beside its actors: from before it joins until it has drained. Disposed, it stops.</summary>
public interface INodeCompanion : IAsyncDisposable
{
    /// <summary>The node has come this far. Called from any thread, each stage once.</summary>
    void Reached(NodeStage stage);

    /// <summary>The node knows what it works with: said before its roles start.</summary>
    void Equipped(NodeEquipment equipment);
}
