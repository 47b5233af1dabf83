using System.Collections.Immutable;
using Akka.Actor;

namespace ToolZero.Actors.Node;

/// <summary>A child that the node keeps alive.</summary>
/// <param name="Name">Its actor name, stable over restarts.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Props">Props of an incarnation, by its full name.</param>
public sealed record Role(string Name, RoleKind Kind, Func<string, Props> Props);

/// <summary>Vocabulary of the node actor.</summary>
public static class NodeProtocol
{
    /// <summary>Answered by <see cref="NodeStatus"/>.</summary>
    public sealed record GetStatus
    {
        public static GetStatus Instance { get; } = new();
    }

    public sealed record NodeStatus(ImmutableArray<RoleStatus> Roles);
}
