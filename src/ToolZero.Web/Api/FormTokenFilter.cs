using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using ToolZero.Web.SignIn;

namespace ToolZero.Web.Api;

/// <summary>A cookie is sent by the browser, whoever made it send the request: commands of a session need the token too, which only pages of this node have.</summary>
internal sealed class FormTokenFilter(IAntiforgery forms) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var isForged = !HttpMethods.IsGet(http.Request.Method) && http.User.Identity?.AuthenticationType == Schemes.Session && !await forms.IsRequestValidAsync(http);
        return isForged
            ? ApiProblem.Of(StatusCodes.Status400BadRequest, "forged", "a command of a session without its token", $"send  X-Form-Token  as GET {ApiFeature.Root}/session gives it, or the secret")
            : await next(context);
    }
}
