using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ToolZero.Web.Hosting;

namespace ToolZero.Web.Health;

/// <summary><c>/healthz/…</c>: for whoever starts processes and waits for them. Open to all: it tells states and reasons, no data.</summary>
internal sealed class HealthFeature : IWebFeature
{
    /// <summary>A check that has not come to an end by then has failed.</summary>
    public static TimeSpan Deadline { get; } = TimeSpan.FromSeconds(8);

    public static string Path(string tag) => $"/healthz/{tag}";

    public void Add(IServiceCollection services, WebContext context)
    {
        services.AddHealthChecks()
            .Add(Check<ActorsCheck>("actors", HealthTags.Live))
            .Add(Check<FrozenCheck>("frozen", HealthTags.Live))
            .Add(Check<StartupCheck>("startup", HealthTags.Startup))
            .Add(Check<StageCheck>("stage", HealthTags.Ready))
            .Add(Check<MembershipCheck>("membership", HealthTags.Ready))
            .Add(Check<WorkersCheck>("workers", HealthTags.Ready))
            .Add(Check<RunCheck>("run", HealthTags.Ready))
            .Add(Check<DiskCheck>("disk", HealthTags.Ready));
        services.AddSingleton<DiskCheck>();
    }

    public void Map(IEndpointRouteBuilder endpoints, WebContext context)
    {
        foreach (var tag in HealthTags.All)
        {
            endpoints.MapHealthChecks(Path(tag), new HealthCheckOptions
            {
                Predicate = check => check.Tags.Contains(tag),
                ResponseWriter = HealthBody.Write,
            });
        }
    }

    private static HealthCheckRegistration Check<T>(string name, string tag)
        where T : IHealthCheck =>
        new(name, services => ActivatorUtilities.GetServiceOrCreateInstance<T>(services), HealthStatus.Unhealthy, [tag], Deadline);
}
