using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using ToolZero.Web.Operators;

namespace ToolZero.Web.SignIn;

/// <summary>How many requests an address may send. Without this, guessing the secret would cost the guesser nothing.</summary>
internal static class Limits
{
    /// <summary>Policy of the operators' API.</summary>
    public const string Api = "api";

    /// <summary>Policy of signing in.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Requests to the API at once, and how many are added every second.</summary>
    public const int ApiBurst = 100;

    private const int ApiPerSecond = 25;

    /// <summary>Attempts to sign in at once; one more is allowed every few seconds.</summary>
    public const int SignInBurst = 10;

    private static readonly TimeSpan SignInPeriod = TimeSpan.FromSeconds(6);

    public static void Configure(RateLimiterOptions limiter)
    {
        limiter.AddPolicy(Api, http => PerAddress(http, ApiBurst, ApiPerSecond, TimeSpan.FromSeconds(1)));
        limiter.AddPolicy(SignIn, http => PerAddress(http, SignInBurst, 1, SignInPeriod));
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var least) ? least : SignInPeriod;
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
    }

    private static RateLimitPartition<string> PerAddress(HttpContext http, int burst, int more, TimeSpan period) => RateLimitPartition.GetTokenBucketLimiter(
        http.Address(),
        _ => new TokenBucketRateLimiterOptions { TokenLimit = burst, TokensPerPeriod = more, ReplenishmentPeriod = period, QueueLimit = 0 });
}
