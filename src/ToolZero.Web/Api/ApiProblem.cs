using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ToolZero.Web.Api;

/// <summary>What went wrong, as <c>application/problem+json</c> (RFC 9457): <c>detail</c> says what, <c>remedy</c> what to do.</summary>
internal static class ApiProblem
{
    /// <summary>Member with the next thing to try.</summary>
    public const string Remedy = "remedy";

    /// <summary>Member with the nearest thing that exists; absent when none is near.</summary>
    public const string DidYouMean = "didYouMean";

    /// <param name="status">HTTP status.</param>
    /// <param name="kind">What sort of problem, in one word with hyphens: the end of <c>type</c>.</param>
    /// <param name="detail">What is wrong.</param>
    /// <param name="remedy">What to do.</param>
    /// <param name="didYouMean">The nearest thing that exists.</param>
    public static ProblemHttpResult Of(int status, string kind, string detail, string remedy, string didYouMean = "")
    {
        var problem = new ProblemDetails { Type = $"urn:toolzero:{kind}", Title = kind.Replace('-', ' '), Status = status, Detail = detail };
        problem.Extensions[Remedy] = remedy;
        if (didYouMean.Length > 0) problem.Extensions[DidYouMean] = didYouMean;
        return TypedResults.Problem(problem);
    }

    /// <summary>Where nothing said more than a status.</summary>
    public static ProblemHttpResult Of(int status, string detail) => status switch
    {
        StatusCodes.Status400BadRequest => Of(status, "bad-request", detail, "see /openapi/v1.json for what the body and the parameters have to be"),
        StatusCodes.Status401Unauthorized => Of(status, "unauthorised", "no secret, or not the one of this cluster", "send the cluster's secret:  Authorization: Bearer SECRET"),
        StatusCodes.Status403Forbidden => Of(status, "forbidden", "the request comes from a page of another site", "open the page of this node itself, or send the secret from a program"),
        StatusCodes.Status404NotFound => Of(status, "not-found", "there is no such command", "see /openapi/v1.json for all of them"),
        StatusCodes.Status405MethodNotAllowed => Of(status, "method-not-allowed", "the command exists, and not with this method", "GET what only asks, POST what changes something"),
        StatusCodes.Status413PayloadTooLarge => Of(status, "too-large", $"the body has more than {ApiFeature.MaxBodyBytes} bytes", "send less"),
        StatusCodes.Status415UnsupportedMediaType => Of(status, "not-json", "the body is not declared as JSON", "send  Content-Type: application/json"),
        StatusCodes.Status429TooManyRequests => Of(status, "too-many-requests", "more requests than one address may send", "wait as long as Retry-After says"),
        _ => Of(status, "failed", detail.Length == 0 ? "the request cannot be answered" : detail, "look into the log of this node"),
    };
}
