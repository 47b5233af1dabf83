using System.Collections.Immutable;
using ToolZero.Web.Api;
using ToolZero.Web.Dashboard;
using ToolZero.Web.Health;
using ToolZero.Web.SignIn;
using ToolZero.Web.Telemetry;

namespace ToolZero.Web.Hosting;

/// <summary>What every node serves.</summary>
internal static class WebFeatures
{
    public static ImmutableArray<IWebFeature> All { get; } =
    [
        new HealthFeature(),
        new ApiFeature(),
        new SignInFeature(),
        new DashboardFeature(),
        new TelemetryFeature(),
    ];
}
