using System.Collections.Immutable;

namespace ToolZero.Web.Health;

/// <summary>Each is an endpoint, <c>/healthz/TAG</c>, that runs the checks which carry it.</summary>
internal static class HealthTags
{
    /// <summary>The process works, whatever the others do. Where it does not, only a new process helps.</summary>
    public const string Live = "live";

    /// <summary>It can do its part of the run now.</summary>
    public const string Ready = "ready";

    /// <summary>It has come up: it is in the cluster, and what its roles need is read.</summary>
    public const string Startup = "startup";

    public static ImmutableArray<string> All { get; } = [Live, Ready, Startup];
}
