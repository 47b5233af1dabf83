using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ToolZero.Web.Hosting;

namespace ToolZero.Web.Health;

/// <summary><c>/healthz/…</c>: for whoever starts processes and sends them work. Open to all: it tells states and reasons, no data.</summary>
internal sealed class HealthFeature : IWebFeature
{
    public void Add(IServiceCollection services, WebContext context) => services.AddHealthChecks().AddCheck<ActorsCheck>("actors", tags: [HealthTags.Live]);

    public void Map(IEndpointRouteBuilder endpoints, WebContext context)
    {
        foreach (var tag in HealthTags.All)
        {
            endpoints.MapHealthChecks($"/healthz/{tag}", new HealthCheckOptions
            {
                Predicate = check => check.Tags.Contains(tag),
                ResponseWriter = HealthBody.Write,
            });
        }
    }
}
