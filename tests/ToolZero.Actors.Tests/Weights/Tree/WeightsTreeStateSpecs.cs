using Akka.Actor;
using ToolZero.Actors.Weights.Tree;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Weights.Tree.WeightsTreeProtocol;

namespace ToolZero.Actors.Tests.Weights.Tree;

public sealed class WeightsTreeStateSpecs : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero);
    private readonly ActorSystem _system = ActorSystem.Create("tree");
    private readonly WeightsTreeState _empty = new(TestWeights.Settings, Start);

    public void Dispose() => _system.Dispose();

    [Fact]
    public void It_listens_before_it_assigns_and_keeps_who_follows_whom()
    {
        var state = _empty.Attached(Node("b", parent: "a"), Start).Attached(Node("a", RelayTree.Source), Start).SourceAttached(SourceOf("learner"), Start);
        Assert.Null(state.AssignmentOf("b"));
        state = state.At(Start + 2 * TestWeights.Settings.Period);
        Assert.Equal(["a", RelayTree.Source], state.AssignmentOf("b")!.Peers.Select(p => p.Name));
    }

    [Fact]
    public void After_the_ancestors_come_nodes_with_the_newest_weights()
    {
        var state = _empty.At(Start + 2 * TestWeights.Settings.Period);
        foreach (var (name, version) in new[] { ("a", 1), ("b", 3), ("c", 2), ("d", 9) }) state = state.Attached(Node(name, null, version), Start);
        // Fan-out 2: a and b below the source, c and d below a and b.
        Assert.Equal("a", state.Tree!.Parents["c"]);
        Assert.Equal(["d", "b", "c"], state.AssignmentOf("a")!.Peers.Select(p => p.Name));
        Assert.Equal(["b", "c", "a"], state.AssignmentOf("d")!.Peers.Select(p => p.Name));
    }

    [Fact]
    public void Who_is_silent_or_has_ended_leaves_and_its_children_move()
    {
        var state = _empty.At(Start + 2 * TestWeights.Settings.Period).SourceAttached(SourceOf("learner"), Start);
        foreach (var name in new[] { "a", "b", "c" }) state = state.Attached(Node(name, null), Start);
        state = state.Gone(state.Nodes["a"].Follower);
        Assert.Equal(["b", "c"], state.Tree!.Parents.Keys);
        Assert.Equal(RelayTree.Source, state.Tree.Parents["c"]);
        var later = Start + 2 * TestWeights.Settings.Lapse;
        state = state.Attached(Node("c", RelayTree.Source), later).At(later);
        Assert.Equal(["c"], state.Nodes.Keys);
        Assert.Null(state.Source);
    }

    [Fact]
    public void A_second_source_is_heard_when_the_first_one_is_gone()
    {
        var state = _empty.SourceAttached(SourceOf("first"), Start).SourceAttached(SourceOf("second"), Start);
        Assert.Equal("first", state.Source!.Node);
        Assert.Equal("second", state.Gone(state.Source.Source).SourceAttached(SourceOf("second"), Start).Source!.Node);
    }

    [Fact]
    public void A_second_source_is_heard_when_the_first_one_falls_silent()
    {
        var (state, period) = (_empty.SourceAttached(SourceOf("first"), Start), TestWeights.Settings.Period);
        Assert.Equal("first", state.SourceAttached(SourceOf("second"), Start + 2 * period).Source!.Node);
        state = state.SourceAttached(SourceOf("second"), Start + 3 * period);
        Assert.Equal("second", state.Source!.Node);
        Assert.Equal("second", state.SourceAttached(SourceOf("first"), Start + 4 * period).Source!.Node);
    }

    [Fact]
    public void A_restarted_node_takes_the_place_of_its_former_self()
    {
        var state = _empty.At(Start + 2 * TestWeights.Settings.Period).Attached(Node("a", null), Start);
        var former = state.Nodes["a"].Follower;
        state = state.Attached(Node("a", null, actor: "a-again"), Start).Gone(former);
        Assert.Equal("a-again", state.Nodes["a"].Follower.Path.Name);
    }

    private Attach Node(string name, string? parent, long? version = null, string? actor = null) =>
        new(name, Actor(actor ?? name), parent, TransferReport.Empty with { Holds = version is { } v ? new WeightsKey(0, v) : null });

    private AttachSource SourceOf(string name) => new(name, Actor(name), new SourceReport(null, "", 0, 0, 1, TimeSpan.Zero, TimeSpan.Zero, 0));

    private EmptyLocalActorRef Actor(string name) => new(((ExtendedActorSystem)_system).Provider, _system.DeadLetters.Path.Root / name, _system.EventStream);
}
