using System.Collections.Immutable;
using Akka.Actor;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Weights.Transfer;

namespace ToolZero.Actors.Weights.Tree;

/// <summary>What is for the weights tree, wherever it is reached.</summary>
public interface IWeightsTreeRequest;

/// <summary>Somebody to fetch weights from.</summary>
/// <param name="Name">Its name in the tree; <see cref="RelayTree.Source"/> for the source.</param>
/// <param name="Actor">Whom to follow.</param>
public sealed record WeightsPeer(string Name, IActorRef Actor);

/// <summary>A worker of a node began to draw with other weights.</summary>
/// <param name="Worker">Its full name.</param>
/// <param name="Key">The weights.</param>
/// <param name="Pause">How long its decoding waited.</param>
public sealed record SwapReport(string Worker, WeightsKey Key, TimeSpan Pause);

/// <summary>How the source is doing.</summary>
/// <param name="Holds">Its newest weights that others can fetch; null before the first.</param>
/// <param name="Sha256">Their hash.</param>
/// <param name="FullBytes">Their size.</param>
/// <param name="DeltaBytes">Size of the step that led to them; 0 when it was published in full only.</param>
/// <param name="Density">Share of the numbers that changed in that step; 1 without it.</param>
/// <param name="Hashing">Time that the hash took.</param>
/// <param name="Encoding">Time that the delta took.</param>
/// <param name="Followers">Nodes that fetch from it.</param>
public sealed record SourceReport(
    WeightsKey? Holds, string Sha256, long FullBytes, long DeltaBytes, double Density, TimeSpan Hashing, TimeSpan Encoding, int Followers);

/// <summary>How a node is doing.</summary>
/// <param name="Holds">Its weights; null before the first.</param>
/// <param name="Sha256">Their hash.</param>
/// <param name="WasFull">They were fetched whole.</param>
/// <param name="Bytes">Bytes that were fetched for them.</param>
/// <param name="FullBytes">Their size.</param>
/// <param name="Density">Share of the numbers that changed; 1 when they were fetched whole.</param>
/// <param name="Receiving">Time until all frames were there.</param>
/// <param name="Verifying">Time from there until the hash was right.</param>
/// <param name="Frames">All frames that ever came.</param>
/// <param name="Fetches">Versions fetched.</param>
/// <param name="Failures">Attempts that failed.</param>
/// <param name="LastFault">Why the last of those did; empty for none.</param>
/// <param name="Followers">Nodes that fetch from it.</param>
/// <param name="Swaps">The last swap of each worker.</param>
public sealed record TransferReport(
    WeightsKey? Holds,
    string Sha256,
    bool WasFull,
    long Bytes,
    long FullBytes,
    double Density,
    TimeSpan Receiving,
    TimeSpan Verifying,
    FrameCounts Frames,
    int Fetches,
    int Failures,
    string LastFault,
    int Followers,
    ImmutableArray<SwapReport> Swaps)
{
    public static TransferReport Empty { get; } = new(null, "", false, 0, 0, 0, TimeSpan.Zero, TimeSpan.Zero, default, 0, 0, "", 0, []);
}

/// <summary>A node of the tree in a view.</summary>
public sealed record NodeWeights(string Node, string Parent, TransferReport Report);

/// <summary>Vocabulary of the tree, which is with the coordinator, with those who fetch and with operators.</summary>
public static class WeightsTreeProtocol
{
    /// <summary>Follower -> tree, renewed. Answered by <see cref="Assigned"/>.</summary>
    /// <param name="Node">Its name, stable over restarts.</param>
    /// <param name="Follower">Itself.</param>
    /// <param name="Parent">Whom it follows; null for nobody.</param>
    /// <param name="Report">How it is doing.</param>
    public sealed record Attach(string Node, IActorRef Follower, string? Parent, TransferReport Report) : IWeightsTreeRequest;

    /// <summary>Source -> tree, renewed.</summary>
    /// <param name="Node">Name of its node.</param>
    /// <param name="Source">Itself.</param>
    /// <param name="Report">How it is doing.</param>
    public sealed record AttachSource(string Node, IActorRef Source, SourceReport Report) : IWeightsTreeRequest;

    /// <summary>Follower -> tree: I cannot fetch from my parent.</summary>
    public sealed record ParentLost(string Node, string Parent, string Reason) : IWeightsTreeRequest;

    /// <summary>Tree -> follower: follow the first; the others are for when it fails.</summary>
    public sealed record Assigned(ImmutableArray<WeightsPeer> Peers);

    /// <summary>Operator -> tree. Answered by <see cref="WeightsView"/>.</summary>
    public sealed record GetWeights : IWeightsTreeRequest
    {
        public static GetWeights Instance { get; } = new();
    }

    /// <summary>Versions, sizes and times, of the source and of every node.</summary>
    /// <param name="SourceNode">Where the source is; empty when there is none.</param>
    /// <param name="Source">How it is doing; null when there is none.</param>
    /// <param name="Nodes">Everybody else, by name.</param>
    public sealed record WeightsView(string SourceNode, SourceReport? Source, ImmutableArray<NodeWeights> Nodes);
}
