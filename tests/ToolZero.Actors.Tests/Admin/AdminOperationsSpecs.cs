using ToolZero.Actors.Admin;
using ToolZero.Actors.Ledger;
using ToolZero.Actors.Tests.Admin.Support;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Coordinator.CoordinatorProtocol;

namespace ToolZero.Actors.Tests.Admin;

public class AdminOperationsSpecs
{
    [Fact]
    public async Task A_worker_is_added_where_there_is_most_room()
    {
        await using var bench = new AdminBench();
        bench.Node("n1", 2);
        bench.Node("n2", 1);
        bench.Node("n3", 0, "reward");
        Assert.Equal(
            new OperatorReply.Applied(12, "n1/rollout-1, n1/rollout-2, n2/rollout-1", "n1/rollout-1, n1/rollout-2, n2/rollout-1, n2/rollout-2"),
            await bench.Send("add rollout"));
    }

    [Fact]
    public async Task A_worker_is_added_to_the_node_that_is_named()
    {
        await using var bench = new AdminBench();
        bench.Node("n1", 2);
        bench.Node("n2", 1);
        Assert.IsType<OperatorReply.Applied>(await bench.Send("add rollout n1"));
        Assert.Equal([3, 1], bench.Nodes.Select(n => n.Workers.Length));
        Assert.Equal("n2", Assert.IsType<OperatorReply.Refused>(await bench.Send("add rollout n22")).DidYouMean);
    }

    [Fact]
    public async Task Rollouts_are_scaled_up_and_down_evenly()
    {
        await using var bench = new AdminBench();
        bench.Node("n1", 1);
        bench.Node("n2", 1);
        Assert.Equal(new OperatorReply.Applied(12, "2 rollout workers", "6 rollout workers"), await bench.Send("scale rollout=6"));
        Assert.Equal([3, 3], bench.Nodes.Select(n => n.Workers.Length));
        Assert.Equal(new OperatorReply.Applied(12, "6 rollout workers", "2 rollout workers"), await bench.Send("scale rollout=2"));
        Assert.Equal([1, 1], bench.Nodes.Select(n => n.Workers.Length));
        Assert.Equal("rollout-1", bench.Nodes[0].Workers[0].Name);
    }

    [Fact]
    public async Task The_reward_pool_is_scaled_over_its_nodes()
    {
        await using var bench = new AdminBench();
        bench.Node("n1", 0, "reward");
        bench.Node("n2", 0, "reward");
        Assert.IsType<OperatorReply.Applied>(await bench.Send("scale reward=5"));
        Assert.Equal([3, 2], bench.Nodes.Select(n => n.Scorings));
        Assert.IsType<OperatorReply.Refused>(await bench.Send("scale reward=1"));
    }

    [Theory]
    [InlineData("drain n1/rollout-2")]
    [InlineData("remove n1/rollout-2")]
    [InlineData("remove rollout-2")]
    [InlineData("drain n1/rollout-2#b.1")]
    public async Task A_worker_leaves_by_any_of_its_names(string command)
    {
        await using var bench = new AdminBench();
        bench.Node("n1", 2);
        bench.Node("n2", 1);
        Assert.Equal(new OperatorReply.Applied(12, "n1/rollout-1, n1/rollout-2, n2/rollout-1", "n1/rollout-1, n2/rollout-1"), await bench.Send(command));
    }

    [Fact]
    public async Task A_node_is_drained_by_its_name_or_address()
    {
        await using var bench = new AdminBench();
        bench.Node("n1", 2);
        bench.Node("n2", 1);
        Assert.IsType<OperatorReply.Applied>(await bench.Send("drain n1"));
        Assert.IsType<OperatorReply.Applied>(await bench.Send("drain 127.0.0.1:4101"));
        Assert.All(bench.Nodes, n => Assert.Empty(n.Workers));
    }

    [Fact]
    public async Task A_name_that_nobody_or_more_than_one_has_is_refused_with_what_could_be_meant()
    {
        await using var bench = new AdminBench();
        bench.Node("n1", 2);
        bench.Node("n2", 1);
        Assert.Equal("n1/rollout-2", Assert.IsType<OperatorReply.Refused>(await bench.Send("remove n1/rolout-2")).DidYouMean);
        var several = Assert.IsType<OperatorReply.Refused>(await bench.Send("remove rollout-1"));
        Assert.Contains("n1/rollout-1, n2/rollout-1", several.Reason, StringComparison.Ordinal);
        Assert.Equal([2, 1], bench.Nodes.Select(n => n.Workers.Length));
    }

    [Fact]
    public async Task A_cluster_without_rollout_nodes_says_how_to_start_one()
    {
        await using var bench = new AdminBench();
        bench.Node("n1", 0, "learner");
        Assert.Contains("toolzero node --role rollout", Assert.IsType<OperatorReply.Refused>(await bench.Send("scale rollout=2")).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quarantined_groups_are_retried_and_dropped_one_by_one()
    {
        await using var bench = new AdminBench();
        bench.Run.Answer = message => message switch
        {
            GetQuarantine => new QuarantineReport([Lost(17), Lost(23)]),
            _ => new CommandResult(true, 12, "quarantined", "pending", ""),
        };
        Assert.Equal(new OperatorReply.Applied(12, "2 in quarantine", "1 in quarantine"), await bench.Send("quarantine retry 17"));
        Assert.Equal(new OperatorReply.Applied(12, "2 in quarantine", "0 in quarantine"), await bench.Send("quarantine drop"));
        Assert.Equal([17], bench.Run.Heard.OfType<RetryQuarantined>().Select(m => m.Group.Value));
        Assert.Equal([17, 23], bench.Run.Heard.OfType<DropQuarantined>().Select(m => m.Group.Value));
        Assert.Equal("g23", Assert.IsType<OperatorReply.Refused>(await bench.Send("quarantine drop 24")).DidYouMean);
    }

    private static LostGroup Lost(long id) => new(new GroupId(id), $"task-{id}", GroupState.Quarantined, 3, ["timeout"]);
}
