using System.Collections.Immutable;
using ToolZero.Web.Health;

namespace ToolZero.Web.Hosting;

/// <summary>What every node serves.</summary>
internal static class WebFeatures
{
    public static ImmutableArray<IWebFeature> All { get; } =
    [
        new HealthFeature(),
    ];
}
