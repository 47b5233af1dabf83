using ToolZero.Core.Rollouts;
using ToolZero.Model.Adapters;
using ToolZero.Model.Weights;

namespace ToolZero.Actors.Tests.Weights;

/// <summary>Where adapters are trained, they alone travel, and every node merges them with its own base.</summary>
public sealed class AdapterNetworkSpecs : IAsyncLifetime
{
    private readonly WeightsNetwork _network = new(
        TestWeights.Settings, TestWeights.AdapterModel, AdapterWeights.Create(TestWeights.Config, TestWeights.AdapterModel.Adapters!.Settings, 1, TestWeights.Model.Type));

    public Task InitializeAsync()
    {
        _network.StartCoordinator();
        _network.StartSource();
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => _network.Stop();

    [Fact]
    public async Task Versions_of_adapters_reach_every_node_whole_and_as_deltas()
    {
        for (var i = 0; i < 3; i++) _network.StartNode($"node{i}");
        for (var version = 1; version < 4; version++)
        {
            _network.Publish(version);
            await _network.HaveAll(version);
        }

        var view = await _network.View(v => v.Source?.Holds?.Version == 3 && v.Nodes.Length == 3 && v.Nodes.All(n => n.Report.Holds?.Version == 3));
        Assert.All(view.Nodes, n => Assert.Equal(_network.Published[new WeightsKey(0, 3)], n.Report.Sha256));
        Assert.Equal(_network.Bytes, view.Source!.FullBytes);
        Assert.InRange(view.Source.DeltaBytes, 1, view.Source.FullBytes - 1);
        Assert.True(_network.Bytes < TestWeights.Model.Layout.Bytes / 3, $"{_network.Bytes} of {TestWeights.Model.Layout.Bytes}");
    }

    [Fact]
    public void A_version_that_arrived_draws_as_the_one_that_was_published()
    {
        using var weights = TestWeights.Random(1);
        using var adapters = TestWeights.Next(
            AdapterWeights.Create(TestWeights.Config, TestWeights.AdapterModel.Adapters!.Settings, 1, TestWeights.Model.Type), new Core.Randomness.RandomStream(3));
        var arrived = TestWeights.AdapterModel.Snapshot(new WeightsKey(0, 7), adapters.Clone());
        using var expected = AdapterMerge.Merge(weights, adapters);
        Assert.Equal(expected.Sha256(), ((IPolicyWeights)arrived.Weights).Decoder.Sha256());
        Assert.Equal((7, new WeightsKey(0, 7)), (arrived.Version.Value, arrived.Key));
        arrived.Release();
    }
}
