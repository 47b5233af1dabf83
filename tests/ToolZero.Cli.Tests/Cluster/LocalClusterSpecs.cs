using ToolZero.Actors.Hosting;
using ToolZero.Cli.Cluster;

namespace ToolZero.Cli.Tests.Cluster;

public class LocalClusterSpecs
{
    [Theory]
    [InlineData(2, null)]
    [InlineData(3, "2 of 3 rollout nodes have work at a time: 24 groups are under way, in leases of 12; more leases: --set rollout.groups-per-lease=8")]
    [InlineData(100, "2 of 100 rollout nodes have work at a time: 24 groups are under way, in leases of 12; more leases: --set rollout.groups-per-lease=1")]
    [InlineData(3, null, "rollout.groups-per-lease=8")]
    [InlineData(3, null, "rollout.groups-per-lease=11")]
    [InlineData(6, null, "staleness.max-versions=2")]
    [InlineData(7, "6 of 7 rollout nodes have work at a time: 72 groups are under way, in leases of 12; more leases: --set rollout.groups-per-lease=10", "staleness.max-versions=2")]
    public void Rollout_nodes_that_would_have_nothing_to_do_are_told_of(int nodes, string? notice, params string[] sets) =>
        Assert.Equal(notice, LocalCluster.IdleRollouts(RunSettings.From(RunConfiguration.Load(new()).With([.. sets])), nodes));
}
