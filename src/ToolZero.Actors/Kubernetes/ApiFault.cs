using System.Globalization;
using System.Net;
using k8s.Autorest;

namespace ToolZero.Actors.Kubernetes;

/// <summary>What went wrong at the API server.</summary>
/// <param name="Line">What and the remedy, in one line.</param>
/// <param name="Passes">Trying again may help.</param>
/// <param name="RetryAfter">Not before; null when the server does not say.</param>
internal sealed record ApiFault(string Line, bool Passes, TimeSpan? RetryAfter = null)
{
    public static ApiFault Of(Exception error, string name, string nameSpace) => error switch
    {
        HttpOperationException { Response: { } response } => Of(response, name, nameSpace),
        OperationCanceledException => new ApiFault("the API server of Kubernetes did not answer in time", Passes: true),
        _ => new ApiFault($"the API server of Kubernetes cannot be reached ({error.GetBaseException().Message.ReplaceLineEndings(" ")})", Passes: true),
    };

    private static ApiFault Of(HttpResponseMessageWrapper response, string name, string nameSpace) => response.StatusCode switch
    {
        HttpStatusCode.Conflict => new ApiFault($"somebody else changed {name} at the same time", Passes: true),
        // The token in the file may have been replaced a moment ago: the next try reads it again.
        HttpStatusCode.Unauthorized => new ApiFault("the API server of Kubernetes does not take the token of this pod: restart the pod, or look at its service account", Passes: true),
        HttpStatusCode.Forbidden => new ApiFault(
            $"the service account of this pod may not change the scale of {name}: allow get and update of statefulsets/scale in {nameSpace} (serviceAccount.scalesRollouts of the chart)", Passes: false),
        HttpStatusCode.NotFound => new ApiFault($"there is no StatefulSet {name} in {nameSpace}: look at --kubernetes-rollouts", Passes: false),
        HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => new ApiFault($"the API server of Kubernetes is busy ({(int)response.StatusCode})", Passes: true, After(response)),
        _ => new ApiFault($"the API server of Kubernetes answers {(int)response.StatusCode} to a change of {name}", Passes: false),
    };

    private static TimeSpan? After(HttpResponseMessageWrapper response) =>
        response.Headers.TryGetValue("Retry-After", out var values) && int.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
