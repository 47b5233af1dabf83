using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ToolZero.Web.Hosting;

/// <summary>A group of endpoints with what they need. Listed in <see cref="WebFeatures"/>; called once, in this order of methods, before the host listens.</summary>
internal interface IWebFeature
{
    /// <summary>Adds services. <see cref="WebContext"/> and the clock are there already.</summary>
    void Add(IServiceCollection services, WebContext context)
    {
    }

    /// <summary>Adds middleware, which sees every request.</summary>
    void Use(IApplicationBuilder app, WebContext context)
    {
    }

    /// <summary>Adds endpoints.</summary>
    void Map(IEndpointRouteBuilder endpoints, WebContext context);
}
