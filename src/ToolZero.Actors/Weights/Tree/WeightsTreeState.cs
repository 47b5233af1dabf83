using System.Collections.Immutable;
using Akka.Actor;
using static ToolZero.Actors.Weights.Tree.WeightsTreeProtocol;

namespace ToolZero.Actors.Weights.Tree;

/// <summary>
/// Who is in the tree and how they are doing; pure. A tree that begins listens for a while before it assigns anything, so that nodes which
/// follow each other already, under a coordinator that is gone, stay where they are.
/// </summary>
/// <param name="Settings">Fan-out and times.</param>
/// <param name="Started">When it began to listen.</param>
public sealed record WeightsTreeState(WeightsSettings Settings, DateTimeOffset Started)
{
    /// <summary>Most nodes; who comes then is left out until somebody leaves.</summary>
    public const int MostNodes = 4096;

    // After the ancestors: nodes that have the newest weights, for when all of those are gone.
    private const int MostPeers = 5;

    public ImmutableSortedDictionary<string, Attach> Nodes { get; init; } = ImmutableSortedDictionary.Create<string, Attach>(StringComparer.Ordinal);

    public AttachSource? Source { get; init; }

    /// <summary>Null while it listens.</summary>
    public RelayTree? Tree { get; init; }

    private ImmutableDictionary<IActorRef, DateTimeOffset> Heard { get; init; } = ImmutableDictionary<IActorRef, DateTimeOffset>.Empty;

    public WeightsView View => new(
        Source?.Node ?? "",
        Source?.Report,
        [.. Nodes.Values.Select(n => new NodeWeights(n.Node, Tree?.Parents.GetValueOrDefault(n.Node) ?? n.Parent ?? RelayTree.Source, n.Report))]);

    public WeightsTreeState Attached(Attach node, DateTimeOffset now)
    {
        if (!Nodes.ContainsKey(node.Node) && Nodes.Count >= MostNodes) return this;
        var heard = Nodes.TryGetValue(node.Node, out var before) && !before.Follower.Equals(node.Follower) ? Heard.Remove(before.Follower) : Heard;
        return this with { Nodes = Nodes.SetItem(node.Node, node), Heard = heard.SetItem(node.Follower, now), Tree = Tree?.Join(node.Node) };
    }

    /// <summary>A second source is not heard while the first one is: a source whose learner is not in charge any more falls silent.</summary>
    public WeightsTreeState SourceAttached(AttachSource source, DateTimeOffset now) =>
        Source is not null && !Source.Source.Equals(source.Source) && Source.Node != source.Node && now - Heard[Source.Source] <= 2 * Settings.Period
            ? this
            : this with { Source = source, Heard = Heard.SetItem(source.Source, now) };

    public WeightsTreeState ParentLost(string node, string parent) =>
        Tree?.Parents.GetValueOrDefault(node) == parent ? this with { Tree = Tree.Move(node) } : this;

    /// <summary>An actor has ended: its place is free.</summary>
    public WeightsTreeState Gone(IActorRef actor)
    {
        var state = this with { Heard = Heard.Remove(actor) };
        if (actor.Equals(Source?.Source)) return state with { Source = null };
        return Nodes.Values.FirstOrDefault(n => n.Follower.Equals(actor)) is { } node
            ? state with { Nodes = Nodes.Remove(node.Node), Tree = Tree?.Leave(node.Node) }
            : state;
    }

    /// <summary>Time passes: who was not heard of for too long is gone, and listening ends.</summary>
    public WeightsTreeState At(DateTimeOffset now)
    {
        var state = Heard.Where(h => now - h.Value > Settings.Lapse).Select(h => h.Key).Aggregate(this, (s, actor) => s.Gone(actor));
        return state.Tree is null && now - Started >= 2 * Settings.Period
            ? state with { Tree = RelayTree.Of(Settings.FanOut, state.Nodes.ToDictionary(n => n.Key, n => n.Value.Parent)) }
            : state;
    }

    /// <summary>
    /// Whom a node follows, and whom when that fails: its ancestors up to the source, then who has the newest weights, be they below it: newer
    /// weights are as good from there. Null while it listens.
    /// </summary>
    public Assigned? AssignmentOf(string node)
    {
        if (Tree is null || !Tree.Parents.ContainsKey(node)) return null;
        var above = Tree.Ancestors(node);
        var newest = Nodes.Values
            .Where(n => n.Node != node && !above.Contains(n.Node) && n.Report.Holds is not null)
            .OrderByDescending(n => n.Report.Holds)
            .Select(n => n.Node);
        return new Assigned([.. above.Concat(newest).Select(PeerOf).OfType<WeightsPeer>().Take(MostPeers)]);
    }

    private WeightsPeer? PeerOf(string name) => name == RelayTree.Source
        ? Source is null ? null : new WeightsPeer(name, Source.Source)
        : new WeightsPeer(name, Nodes[name].Follower);
}
