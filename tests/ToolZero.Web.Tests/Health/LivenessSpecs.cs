using ToolZero.Web.Tests.Support;

namespace ToolZero.Web.Tests.Health;

/// <summary><c>/healthz/live</c>: whether a new process would help.</summary>
public sealed class LivenessSpecs
{
    [Fact]
    public async Task A_node_whose_actors_answer_is_alive()
    {
        await using var node = await TestNode.Start();
        var (status, body) = await node.GetJson("/healthz/live");
        Assert.Equal((200, "healthy"), (status, body.GetProperty("status").GetString()));
        Assert.Empty(body.GetProperty("reasons").EnumerateObject());
    }

    [Fact]
    public async Task A_node_whose_actor_system_has_ended_is_not()
    {
        await using var node = await TestNode.Start();
        await node.System.Terminate();
        var (status, body) = await node.GetJson("/healthz/live");
        Assert.Equal((503, "unhealthy"), (status, body.GetProperty("status").GetString()));
        Assert.Equal("the actor system has ended", body.GetProperty("reasons").GetProperty("actors").GetString());
    }
}
