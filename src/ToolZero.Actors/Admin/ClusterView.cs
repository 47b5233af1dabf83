using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using ToolZero.Actors.Clustering;

namespace ToolZero.Actors.Admin;

/// <summary>Members as Akka.Cluster knows them; reading them costs nothing and asks nobody.</summary>
/// <param name="system">A system that is a member.</param>
public sealed class ClusterView(ActorSystem system) : IClusterView
{
    private readonly Cluster _cluster = Cluster.Get(system);

    public ImmutableArray<ClusterMember> Members()
    {
        var state = _cluster.State;
        return
        [
            .. state.Members.Select(member =>
            {
                var isReachable = !state.Unreachable.Contains(member);
                return new ClusterMember(
                    $"{member.Address.Host}:{member.Address.Port}",
                    [.. member.WorkRoles().Order(StringComparer.Ordinal)],
                    isReachable ? member.Status.ToString().ToLowerInvariant() : "unreachable",
                    isReachable && member.Status is MemberStatus.Up or MemberStatus.Leaving or MemberStatus.WeaklyUp
                        ? system.ActorSelection(new RootActorPath(member.Address) / "user" / "node")
                        : null)
                {
                    Name = member.NodeName(),
                };
            }).OrderBy(m => m.Address, StringComparer.Ordinal),
        ];
    }
}
