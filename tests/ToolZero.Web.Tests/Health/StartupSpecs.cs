using ToolZero.Core.Data;
using ToolZero.Web.Health;
using ToolZero.Web.Tests.Support;

namespace ToolZero.Web.Tests.Health;

/// <summary>A node on its way up and down.</summary>
public sealed class StartupSpecs
{
    [Fact]
    public async Task While_a_model_is_being_read_the_node_is_alive_and_neither_up_nor_ready()
    {
        using var load = new ManualResetEventSlim();
        await using var node = await RealNode.Start("west", "coordinator,rollout", new RealNodeSetup { OnLoad = load.Wait });
        await node.Says(HealthTags.Startup, "startup", "are being read");
        await node.Shows(200, 503, 503);
        load.Set();
        await node.Shows(200, 200, 200);
    }

    [Fact]
    public async Task A_node_that_waits_for_a_run_that_is_not_open_says_so()
    {
        using var open = new ManualResetEventSlim();
        await using var node = await RealNode.Start("west", "coordinator", new RealNodeSetup
        {
            Open = () => open.IsSet ? new IdleRun() : throw new DataException("runs/x: another process works in this run folder"),
        });
        await node.Says(HealthTags.Startup, "startup", "no coordinator has opened the run yet");
        await node.Says(HealthTags.Ready, "run", "the run is not open: runs/x: another process works in this run folder");
        await node.Shows(200, 503, 503);
        open.Set();
        await node.Shows(200, 200, 200);
    }

    [Fact]
    public async Task A_coordinator_that_stands_by_for_another_one_is_ready()
    {
        await using var first = await RealNode.Start("first", "coordinator");
        await using var second = await RealNode.Start("second", "coordinator", join: first);
        await first.Shows(200, 200, 200);
        await second.Shows(200, 200, 200);
    }

    [Fact]
    public async Task A_node_that_leaves_is_not_ready_and_alive_to_the_end()
    {
        await using var node = await RealNode.Start("west", "coordinator");
        await node.Shows(200, 200, 200);
        // Nobody says that the node is drained: it takes the whole drain deadline.
        node.System.ActorSelection("/user/node").Tell(Akka.Actor.PoisonPill.Instance);
        node.Leave();
        await node.Says(HealthTags.Ready, "stage", "the node leaves the cluster");
        Assert.Equal(200, (await node.Health(HealthTags.Live)).Status);
        Assert.Equal(200, (await node.Health(HealthTags.Startup)).Status);
    }
}
