using System.Collections.Immutable;
using Akka.Actor;
using ToolZero.Actors.Node;

namespace ToolZero.Actors.Clustering;

/// <summary>A node as those see it that work beside its actors.</summary>
/// <param name="System">Its actor system.</param>
/// <param name="Id">Who it is.</param>
/// <param name="Roles">What it does.</param>
public sealed record NodeSurroundings(ActorSystem System, NodeId Id, ImmutableArray<string> Roles);

/// <summary>Works in the process of a node beside its actors: from before it joins until it has drained. Disposed, it stops.</summary>
public interface INodeCompanion : IAsyncDisposable
{
    /// <summary>The node begins to leave; what it is at may still take its drain deadline.</summary>
    void Leaving();
}
