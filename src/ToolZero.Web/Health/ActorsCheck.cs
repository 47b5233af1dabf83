using Akka.Actor;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ToolZero.Web.Hosting;

namespace ToolZero.Web.Health;

/// <summary>The actor system of the node takes messages and answers.</summary>
internal sealed class ActorsCheck(WebContext context) : IHealthCheck
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext check, CancellationToken cancellationToken = default)
    {
        if (context.System.WhenTerminated.IsCompleted) return HealthCheckResult.Unhealthy("the actor system has ended");
        try
        {
            await context.System.ActorSelection("/user").Ask<ActorIdentity>(new Identify(null), Deadline, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (AskTimeoutException)
        {
            return HealthCheckResult.Unhealthy($"the actor system does not answer within {Deadline.TotalSeconds:0} s");
        }
    }
}
