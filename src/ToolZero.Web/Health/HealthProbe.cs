using System.Collections.Immutable;
using System.Net;
using System.Net.Security;
using System.Text.Json;
using ToolZero.Core.Data;
using ToolZero.Web.Hosting;

namespace ToolZero.Web.Health;

/// <summary>Asks a node how it is, for whoever has no other client: in the images there is none.</summary>
public static class HealthProbe
{
    /// <summary>Where a node of the images answers.</summary>
    public static Uri Usual { get; } = new($"https://127.0.0.1:{WebSettings.DefaultPort}");

    /// <summary>What can be asked: names of the endpoints.</summary>
    public static ImmutableArray<string> Questions => HealthTags.All;

    /// <summary>Above the time after which a check has failed: the answer says why.</summary>
    private static TimeSpan Deadline => HealthFeature.Deadline + TimeSpan.FromSeconds(2);

    /// <summary>
    /// Over HTTPS the node's certificate must lead to an authority that this process trusts; names in it are not compared, as nowhere in a cluster.
    /// </summary>
    /// <param name="node">Where it answers: scheme, host and port.</param>
    /// <param name="question">One of <see cref="Questions"/>.</param>
    /// <returns>Null when it is green; else why not, in one line.</returns>
    /// <exception cref="DataException">There is no such question.</exception>
    public static async Task<string?> Ask(Uri node, string question)
    {
        if (!Questions.Contains(question)) throw new DataException($"{question} is no question: expected {string.Join(", ", Questions)}");
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, errors) => (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None },
        };
        using var client = new HttpClient(handler) { Timeout = Deadline };
        try
        {
            using var answer = await client.GetAsync(new Uri(node, HealthFeature.Path(question)));
            return answer.StatusCode == HttpStatusCode.OK ? null : Reasons(answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return $"it does not answer ({error.GetBaseException().Message.ReplaceLineEndings(" ")})";
        }
    }

    private static string Reasons(HttpStatusCode status, string body)
    {
        try
        {
            if (JsonSerializer.Deserialize<HealthBody>(body, JsonSerializerOptions.Web) is { Reasons: { Count: > 0 } reasons })
                return string.Join("; ", reasons.Select(r => $"{r.Key}: {r.Value}"));
        }
        catch (JsonException)
        {
            // Somebody else listens there.
        }

        return $"it answers {(int)status}";
    }
}
