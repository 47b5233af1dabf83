using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ToolZero.Web.Health;

/// <summary>What a health endpoint answers: <c>{"status": "unhealthy", "reasons": {"check": "why"}}</c>, with 200 or 503.</summary>
/// <param name="Status">healthy, degraded or unhealthy: the worst of its checks.</param>
/// <param name="Reasons">Of every check that is not healthy, by its name.</param>
internal sealed record HealthBody(string Status, SortedDictionary<string, string> Reasons)
{
    public static Task Write(HttpContext http, HealthReport report)
    {
        var reasons = report.Entries.Where(e => e.Value.Status != HealthStatus.Healthy)
            .ToDictionary(e => e.Key, e => e.Value.Description ?? e.Value.Exception?.Message ?? "no reason is known", StringComparer.Ordinal);
        return http.Response.WriteAsJsonAsync(new HealthBody(Word(report.Status), new SortedDictionary<string, string>(reasons, StringComparer.Ordinal)));
    }

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };
}
