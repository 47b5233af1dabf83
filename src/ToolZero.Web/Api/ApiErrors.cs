using Microsoft.AspNetCore.Http;

namespace ToolZero.Web.Api;

/// <summary>Gives every refusal a body that says what is wrong, whoever refused: JSON below <c>/api</c>, a line of text elsewhere.</summary>
internal static class ApiErrors
{
    public static async Task Invoke(HttpContext http, RequestDelegate next)
    {
        var detail = "";
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException error) when (!http.Response.HasStarted)
        {
            // What the framework says about a body names its own parameters at most; the cause says what is wrong in the JSON.
            (http.Response.StatusCode, detail) = (error.StatusCode, (error.InnerException?.Message ?? error.Message).ReplaceLineEndings(" "));
        }

        var response = http.Response;
        if (response.StatusCode < StatusCodes.Status400BadRequest || response.HasStarted || response.ContentLength > 0 || response.ContentType is not null) return;
        var problem = ApiProblem.Of(response.StatusCode, detail);
        if (http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)) await problem.ExecuteAsync(http);
        else await response.WriteAsync($"{problem.ProblemDetails.Detail}: {problem.ProblemDetails.Extensions[ApiProblem.Remedy]}\n");
    }
}
