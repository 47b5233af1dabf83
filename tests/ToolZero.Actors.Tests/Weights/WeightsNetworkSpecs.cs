using ToolZero.Actors.Weights.Lane;
using ToolZero.Core.Randomness;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Tests.Weights;

public sealed class WeightsNetworkSpecs : IAsyncLifetime
{
    private readonly WeightsNetwork _network = new(TestWeights.Settings, TestWeights.Model, TestWeights.Random(1));

    public Task InitializeAsync()
    {
        _network.StartCoordinator();
        _network.StartSource();
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => _network.Stop();

    [Fact]
    public async Task Every_version_is_equal_everywhere_while_frames_are_lost_damaged_doubled_and_cut_and_a_relay_dies()
    {
        var random = new RandomStream(4);
        _network.Faults = (_, _) => random.Next(60) switch { 0 => LaneFault.Drop, 1 => LaneFault.Corrupt, 2 => LaneFault.Duplicate, 3 => LaneFault.Cut, _ => LaneFault.None };
        for (var i = 0; i < 6; i++) _network.StartNode($"node{i}");
        _network.Publish(1);
        await _network.HaveAll(1);
        for (var version = 2; version < 8; version++)
        {
            if (version == 4) await _network.Kill(await SomeRelay());
            _network.Publish(version);
            await _network.HaveAll(version);
        }

        var view = await _network.View(v => v.Nodes.Length == 5 && v.Nodes.All(n => n.Report.Holds?.Version == 7));
        Assert.All(view.Nodes, n => Assert.Equal(_network.Published[new WeightsKey(0, 7)], n.Report.Sha256));
        Assert.True(view.Nodes.GroupBy(n => n.Parent).All(g => g.Count() <= TestWeights.Settings.FanOut), "a node has too many children");
        Assert.Contains(view.Nodes, n => n.Report.Frames.Corrupt > 0);
    }

    [Fact]
    public async Task Versions_travel_as_deltas_and_the_view_tells_their_size_density_and_the_pause_of_workers()
    {
        _network.StartNode("node0");
        _network.Publish(1);
        await _network.HaveAll(1);
        _network.Publish(2);
        await _network.HaveAll(2);
        var view = await _network.View(v => v.Source?.Holds?.Version == 2 && v.Nodes is [{ Report: { Holds.Version: 2, Swaps: [{ Key.Version: 2 }] } }]);
        var (source, report) = (view.Source!, view.Nodes[0].Report);
        Assert.Equal("learner", view.SourceNode);
        Assert.Equal(1, source.Followers);
        Assert.InRange(source.Density, 0.001, 0.05);
        Assert.InRange(source.DeltaBytes, 1, source.FullBytes / 10);
        Assert.Equal((source.DeltaBytes, source.FullBytes, source.Density, false, 2), (report.Bytes, report.FullBytes, report.Density, report.WasFull, report.Fetches));
        Assert.Equal(TimeSpan.FromMilliseconds(1), report.Swaps[0].Pause);
    }

    [Fact]
    public async Task When_another_learner_takes_over_everybody_follows_it_and_so_does_the_process_of_the_one_that_stands_by()
    {
        string[] everybody = ["node0", "learner"];
        _network.StartNode("node0");
        _network.StartWorkerBesideLearner("learner");
        _network.Publish(1);
        await _network.HaveAll(1, nodes: everybody);
        Assert.Equal(["node0"], (await _network.View(v => v.SourceNode == "learner")).Nodes.Select(n => n.Node));

        _network.Withdraw();
        _network.StartSource("second");
        for (var version = 2; version <= 4; version++)
        {
            _network.Publish(version);
            await _network.HaveAll(version, nodes: everybody);
        }

        Assert.Equal(["learner", "node0"], (await _network.View(v => v.SourceNode == "second")).Nodes.Select(n => n.Node));
    }

    [Fact]
    public async Task A_version_that_is_repeated_while_it_is_encoded_is_encoded_once()
    {
        _network.StartNode("node0");
        for (var version = 1; version <= 3; version++)
        {
            _network.Publish(version);
            _network.PublisherRepeats(50);
            await _network.HaveAll(version);
        }

        Assert.Equal(
            [(_network.Published[new WeightsKey(0, 1)], _network.Published[new WeightsKey(0, 2)]), (_network.Published[new WeightsKey(0, 2)], _network.Published[new WeightsKey(0, 3)])],
            (await _network.OfferOfSource()).Deltas.Select(d => (d.BaseSha256, d.Sha256)));
    }

    [Fact]
    public async Task A_version_that_changed_nothing_costs_nothing_and_the_next_is_a_delta_again()
    {
        _network.StartNode("node0");
        _network.Publish(1);
        await _network.HaveAll(1);
        _network.PublishAgain(2);
        await _network.HaveAll(2);
        Assert.Equal((false, 0), await Fetched(2));
        _network.Publish(3);
        await _network.HaveAll(3);
        Assert.InRange((await Fetched(3)).Bytes, 1, _network.Bytes / 10);

        async Task<(bool WasFull, long Bytes)> Fetched(long version)
        {
            var report = (await _network.View(v => v.Nodes is [{ Report.Holds: { } holds }] && holds.Version == version)).Nodes[0].Report;
            return (report.WasFull, report.Bytes);
        }
    }

    [Fact]
    public async Task Who_joins_late_gets_the_newest_version_also_while_the_learner_is_away()
    {
        _network.StartNode("node0");
        _network.Publish(1);
        await _network.HaveAll(1);
        _network.Publish(2);
        await _network.HaveAll(2);
        _network.StartNode("node1");
        await _network.HaveAll(2);
        await _network.Kill("learner");
        _network.StartNode("node2");
        await _network.HaveAll(2);
    }

    [Fact]
    public async Task A_learner_that_restarts_from_an_older_version_changes_nothing_until_it_has_a_newer_one()
    {
        _network.StartNode("node0");
        _network.StartNode("node1");
        _network.StartNode("node2");
        _network.Publish(1);
        await _network.HaveAll(1);
        _network.Publish(2);
        await _network.HaveAll(2);
        await _network.StopSource();
        _network.StartSource();
        // Replay leads to the same weights; a follower that comes meanwhile may have them, too.
        _network.PublishAgain(2);
        _network.StartNode("node3");
        await _network.HaveAll(2);
        await _network.View(v => v.Source?.Holds?.Version == 2);
        _network.Publish(3);
        await _network.HaveAll(3);
        var view = await _network.View(v => v.Nodes.All(n => n.Report.Holds?.Version == 3));
        Assert.All(view.Nodes.Where(n => n.Node != "node3"), n => Assert.False(n.Report.WasFull, $"{n.Node} had the base of the delta"));
    }

    [Fact]
    public async Task A_rollback_is_the_newer_version()
    {
        _network.StartNode("node0");
        _network.Publish(7);
        await _network.HaveAll(7);
        _network.Publish(4, epoch: 1);
        await _network.HaveAll(4, epoch: 1);
        _network.Publish(5, epoch: 1);
        await _network.HaveAll(5, epoch: 1);
    }

    [Fact]
    public async Task A_coordinator_that_restarts_leaves_the_tree_as_it_was()
    {
        for (var i = 0; i < 5; i++) _network.StartNode($"node{i}");
        _network.Publish(1);
        await _network.HaveAll(1);
        var before = await _network.View(v => v.Nodes.Length == 5);
        await _network.RestartCoordinator();
        _network.Publish(2);
        await _network.HaveAll(2);
        var after = await _network.View(v => v.Nodes.Length == 5 && v.Nodes.All(n => n.Report.Holds?.Version == 2));
        Assert.Equal(before.Nodes.Select(n => (n.Node, n.Parent)), after.Nodes.Select(n => (n.Node, n.Parent)));
    }

    private async Task<string> SomeRelay() =>
        (await _network.View(v => v.Nodes.Any(n => n.Parent.StartsWith("node", StringComparison.Ordinal)))).Nodes.Select(n => n.Parent).First(p => p.Length > 0);
}
