using System.Collections.Immutable;
using Akka.Actor;
using ToolZero.Actors.Weights.Lane;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Weights.Transfer;

namespace ToolZero.Actors.Weights;

/// <summary>Between a node that fetches weights and the one it fetches from: the source, or a relay of the tree. Frames go over the lane.</summary>
public static class TransferProtocol
{
    /// <summary>Follower -> peer, renewed: offer me what is newer than what I have.</summary>
    /// <param name="Follower">Whom to offer to.</param>
    /// <param name="Holds">The weights it has; null for none.</param>
    public sealed record Follow(IActorRef Follower, WeightsKey? Holds);

    /// <summary>Follower -> peer: I follow somebody else now.</summary>
    public sealed record Unfollow(IActorRef Follower);

    /// <summary>Peer -> follower: these are my newest weights.</summary>
    /// <param name="Lane">Where the frames are.</param>
    /// <param name="Full">The newest weights, whole.</param>
    /// <param name="Deltas">Steps towards them, oldest first.</param>
    public sealed record Offer(LaneAddress Lane, WeightManifest Full, ImmutableArray<WeightManifest> Deltas);
}
