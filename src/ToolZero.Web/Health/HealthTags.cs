using System.Collections.Immutable;

namespace ToolZero.Web.Health;

/// <summary>Each is an endpoint, <c>/healthz/TAG</c>, that runs the checks which carry it.</summary>
internal static class HealthTags
{
    /// <summary>The process works, whatever the others do. Where it does not, only a new process helps.</summary>
    public const string Live = "live";

    public static ImmutableArray<string> All { get; } = [Live];
}
