using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using ToolZero.Web.Operators;

namespace ToolZero.Web.SignIn;

/// <summary>The form that asks for the secret, and what it is sent to.</summary>
internal static class SignInEndpoints
{
    public const string SignIn = "/sign-in";

    public const string SignOut = "/sign-out";

    private const string Home = "/";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(SignIn, () => Page("", StatusCodes.Status200OK)).AllowAnonymous().ExcludeFromDescription();
        endpoints.MapPost(SignIn, Enter).AllowAnonymous().RequireRateLimiting(Limits.SignIn).ExcludeFromDescription();
        endpoints.MapPost(SignOut, Leave).RequireAuthorization().ExcludeFromDescription();
    }

    private static async Task<IResult> Enter([FromForm] string? secret, [FromForm] string? name, HttpContext http, OperatorDesk desk, Sessions sessions)
    {
        if (!desk.IsSecret((secret ?? "").Trim()))
        {
            desk.Denounce(OperatorIdentity.Signature(name, http.Address()));
            return Page("This is not the secret of the cluster.", StatusCodes.Status401Unauthorized);
        }

        var properties = new AuthenticationProperties { IsPersistent = false };
        await http.SignInAsync(Schemes.Session, OperatorIdentity.Principal(name, http.Address(), Schemes.Session, sessions.Open()), properties);
        return TypedResults.LocalRedirect(Home);
    }

    private static async Task<IResult> Leave(HttpContext http, IAntiforgery forms, Sessions sessions)
    {
        if (!await forms.IsRequestValidAsync(http)) return TypedResults.BadRequest("This form is not one of this node's pages. Open the page anew.");
        sessions.Close(http.User.Session());
        await http.SignOutAsync(Schemes.Session);
        return TypedResults.LocalRedirect(SignIn);
    }

    private static RazorComponentResult<SignInPage> Page(string problem, int status) =>
        new(new Dictionary<string, object?> { [nameof(SignInPage.Problem)] = problem }) { StatusCode = status };
}
