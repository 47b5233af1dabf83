using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ToolZero.Actors.Clustering;
using ToolZero.Web.Dashboard.Data;
using ToolZero.Web.Hosting;

namespace ToolZero.Web.Dashboard;

/// <summary>The operators' page, on nodes with the role coordinator: they have the run folder with the curves.</summary>
internal sealed class DashboardFeature : IWebFeature
{
    public void Add(IServiceCollection services, WebContext context)
    {
        if (!context.Has(NodeRoles.Coordinator)) return;
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddSingleton<BoardFeed>().AddHostedService(s => s.GetRequiredService<BoardFeed>()).AddScoped<PageCommands>();
    }

    public void Map(IEndpointRouteBuilder endpoints, WebContext context)
    {
        if (!context.Has(NodeRoles.Coordinator)) return;
        Assets.Map(endpoints);
        // The policy of all answers says who may frame the page: nobody.
        endpoints.MapRazorComponents<App>().AddInteractiveServerRenderMode(mode => mode.ContentSecurityFrameAncestorsPolicy = null).RequireAuthorization();
    }
}
