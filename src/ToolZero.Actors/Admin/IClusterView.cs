using System.Collections.Immutable;
using Akka.Actor;

namespace ToolZero.Actors.Admin;

/// <summary>The cluster as the admin actor sees it.</summary>
public interface IClusterView
{
    /// <summary>All members at this moment.</summary>
    ImmutableArray<ClusterMember> Members();
}

/// <summary>A process of the cluster.</summary>
/// <param name="Address">host:port.</param>
/// <param name="Roles">What it may run.</param>
/// <param name="Status">joining, up, leaving, exiting, down or unreachable.</param>
/// <param name="Node">Its node actor; null when it cannot be reached now.</param>
public sealed record ClusterMember(string Address, ImmutableArray<string> Roles, string Status, ICanTell? Node)
{
    /// <summary>Its name, as it joined by; "" where only the node itself knows it.</summary>
    public string Name { get; init; } = "";
}
