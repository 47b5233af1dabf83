using System.Collections.Immutable;

namespace ToolZero.Actors.Clustering;

/// <summary>Vocabulary of the gate, <c>/user/gate</c> of every node of a cluster: what nodes say to each other before one joins, and when all leave.</summary>
public static class ClusterProtocol
{
    /// <summary>Node -> gate of a node that it would join through. Answered by <see cref="Welcome"/>, <see cref="NotJoined"/> or <see cref="Refused"/>.</summary>
    /// <param name="Wire">Wire version that it writes.</param>
    /// <param name="WireMinimum">Oldest wire version that it reads.</param>
    /// <param name="Product">Version of the product.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Address">Where it listens.</param>
    /// <param name="Roles">Its roles.</param>
    public sealed record Hello(int Wire, int WireMinimum, string Product, string Name, string Address, ImmutableArray<string> Roles);

    /// <summary>Join through me.</summary>
    public sealed record Welcome
    {
        public static Welcome Instance { get; } = new();
    }

    /// <summary>I am not in a cluster myself yet.</summary>
    /// <param name="Address">Where I listen.</param>
    /// <param name="Roles">My roles.</param>
    public sealed record NotJoined(string Address, ImmutableArray<string> Roles);

    /// <summary>The node must not join.</summary>
    public sealed record Refused(string Reason);

    /// <summary>Coordinator -> every node: the run is over, leave in order.</summary>
    public sealed record Leave(string Reason);

    /// <summary>On the event stream of a node: it was told to leave.</summary>
    public sealed record ToldToLeave(string Reason);
}
