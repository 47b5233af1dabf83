using ToolZero.Web.Health;
using ToolZero.Web.Tests.Support;

namespace ToolZero.Web.Tests.Health;

/// <summary>A node that does not hear from those that it needs.</summary>
public sealed class QuorumSpecs
{
    /// <summary>Nobody is taken out of the cluster for being silent, so that what a node says meanwhile can be looked at; and lines can be cut.</summary>
    private static readonly RealNodeSetup Patient = new()
    {
        Akka = """
            akka.cluster.downing-provider-class = ""
            akka.remote.dot-netty.tcp.applied-adapters = ["trttl"]
            akka.coordinated-shutdown.run-by-actor-system-terminate = off
            """,
    };

    [Fact]
    public async Task Without_a_coordinator_a_node_is_alive_and_not_ready_until_there_is_one()
    {
        await using var coordinator = await RealNode.Start("west", "coordinator", Patient);
        await using var one = await RealNode.Start("one", "reward", Patient, coordinator);
        await using var two = await RealNode.Start("two", "reward", Patient, coordinator);
        await one.Shows(200, 200, 200);
        await two.Shows(200, 200, 200);
        await coordinator.Crash();
        await one.Says(HealthTags.Ready, "membership", "no coordinator can be reached");
        await one.Shows(200, 503, 200);
        await two.Shows(200, 503, 200);
        await using var next = await RealNode.Start("next", "coordinator", Patient, one);
        foreach (var node in new[] { one, two, next }) await node.Shows(200, 200, 200);
    }

    [Fact]
    public async Task A_node_that_hears_from_no_majority_is_alive_and_not_ready_until_it_does()
    {
        await using var coordinator = await RealNode.Start("west", "coordinator", Patient);
        await using var one = await RealNode.Start("one", "reward", Patient, coordinator);
        await using var two = await RealNode.Start("two", "reward", Patient, coordinator);
        foreach (var node in new[] { coordinator, one, two }) await node.Shows(200, 200, 200);
        await coordinator.Cut(one, two);
        await coordinator.Says(HealthTags.Ready, "membership", "2 of 3 nodes cannot be reached: one, two");
        await coordinator.Shows(200, 503, 200);
        await one.Says(HealthTags.Ready, "membership", "no coordinator can be reached: west");
        await coordinator.Mend(one, two);
        foreach (var node in new[] { coordinator, one, two }) await node.Shows(200, 200, 200);
    }

    [Fact]
    public async Task A_node_that_was_taken_out_answers_nobody_because_its_process_ends()
    {
        await using var coordinator = await RealNode.Start("west", "coordinator", Patient);
        await coordinator.Shows(200, 200, 200);
        await coordinator.Crash();
        Assert.Equal(Actors.Clustering.NodeEnd.TakenOut, (await coordinator.End).End);
        await Assert.ThrowsAsync<HttpRequestException>(() => coordinator.Health(HealthTags.Live));
    }
}
