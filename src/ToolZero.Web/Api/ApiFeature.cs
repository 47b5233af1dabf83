using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ToolZero.Actors.Clustering;
using ToolZero.Web.Hosting;
using ToolZero.Web.SignIn;

namespace ToolZero.Web.Api;

/// <summary><c>/api/v1</c>: the commands of <c>toolzero admin</c> over HTTP, on nodes with the role coordinator, with their document at <c>/openapi/v1.json</c>.</summary>
internal sealed class ApiFeature : IWebFeature
{
    public const string Root = "/api/v1";

    /// <summary>Longest body of a request.</summary>
    public const int MaxBodyBytes = 16 * 1024;

    private const string Document = "v1";

    public void Add(IServiceCollection services, WebContext context)
    {
        services.AddProblemDetails().AddOpenApi(Document, ApiDocument.Configure);
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals;
        });
    }

    public void Use(IApplicationBuilder app, WebContext context) => app.Use(ApiErrors.Invoke);

    public void Map(IEndpointRouteBuilder endpoints, WebContext context)
    {
        if (!context.Has(NodeRoles.Coordinator)) return;
        endpoints.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous().RequireRateLimiting(Limits.Api);
        var api = endpoints.MapGroup(Root).RequireAuthorization().RequireRateLimiting(Limits.Api).WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
            .AddEndpointFilter<FormTokenFilter>()
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        ApiRoutes.Map(api);
    }
}
