using Microsoft.AspNetCore.Http;

namespace ToolZero.Web.SignIn;

/// <summary>
/// Refuses what a page of another site makes a browser do: requests that may change something, and connections that stay open, which no cookie
/// policy covers. Browsers say where a request comes from; programs do not, and show the secret.
/// </summary>
internal static class OriginGuard
{
    /// <summary>True when the request comes from a page that this node did not serve.</summary>
    public static bool IsForeign(HttpRequest request)
    {
        var changes = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);
        if (!changes && !request.Headers.Upgrade.Contains("websocket", StringComparer.OrdinalIgnoreCase)) return false;
        if (request.Headers["Sec-Fetch-Site"] is [{ } site] && site is not ("same-origin" or "none")) return true;
        return request.Headers.Origin is [{ } origin]
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme == request.Scheme && uri.Authority.Equals(Authority(request), StringComparison.OrdinalIgnoreCase));
    }

    public static Task Invoke(HttpContext http, RequestDelegate next)
    {
        if (!IsForeign(http.Request)) return next(http);
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    /// <summary>Without the port where it is the usual one, as <see cref="Uri.Authority"/> has it.</summary>
    private static string Authority(HttpRequest request) =>
        Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out var own) ? own.Authority : "";
}
