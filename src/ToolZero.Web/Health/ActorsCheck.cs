using Akka.Actor;
using ToolZero.Web.Hosting;

namespace ToolZero.Web.Health;

/// <summary>The actor system of the node takes messages and answers.</summary>
internal sealed class ActorsCheck(WebContext context) : NodeCheck(context)
{
    protected override async Task<string?> Problem(CancellationToken stop)
    {
        if (Node.System.WhenTerminated.IsCompleted) return "the actor system has ended";
        return await Ask<ActorIdentity>("/user", new Identify(null), stop) is null ? $"the actor system does not answer within {Text(Node.Health.Answer)}" : null;
    }
}
