using Akka.Actor;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ToolZero.Web.Hosting;

namespace ToolZero.Web.Health;

/// <summary>A check that is told by what is wrong, if anything is.</summary>
/// <param name="context">The node.</param>
internal abstract class NodeCheck(WebContext context) : IHealthCheck
{
    protected WebContext Node => context;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext check, CancellationToken cancellationToken = default) =>
        await Problem(cancellationToken) is { } problem ? HealthCheckResult.Unhealthy(problem) : HealthCheckResult.Healthy();

    /// <summary>What is wrong, in one sentence without a full stop; null = nothing.</summary>
    protected abstract Task<string?> Problem(CancellationToken stop);

    /// <summary>Asks an actor of this node.</summary>
    /// <param name="path">Below the actor system.</param>
    /// <param name="message">The question.</param>
    /// <param name="stop">Given up.</param>
    /// <returns>Null when it does not answer within <see cref="HealthSettings.Answer"/>.</returns>
    protected async Task<T?> Ask<T>(string path, object message, CancellationToken stop)
        where T : class
    {
        try
        {
            return await context.System.ActorSelection(path).Ask<T>(message, context.Health.Answer, stop);
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }

    protected static string Text(TimeSpan time) => time.TotalSeconds < 120 ? $"{time.TotalSeconds:0.#} s" : $"{time.TotalMinutes:0.#} min";
}
