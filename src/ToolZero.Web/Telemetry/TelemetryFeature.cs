using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Telemetry;
using ToolZero.Web.Hosting;
using ToolZero.Web.SignIn;

namespace ToolZero.Web.Telemetry;

/// <summary>
/// Metrics of the node at <c>/metrics</c> in Prometheus' text format, and metrics and traces over OTLP where that is configured. Where other machines
/// can ask, they show the operators' secret as a bearer token, and guessing it is as slow as at the operators' API.
/// </summary>
internal sealed class TelemetryFeature : IWebFeature
{
    public const string Path = "/metrics";

    public void Add(IServiceCollection services, WebContext context)
    {
        services.AddSingleton<NodeMeter>().AddSingleton(provider => Metrics(context, provider.GetRequiredService<NodeMeter>()));
        if (OtlpVariables.HasTraces) services.AddSingleton(_ => Traces(context));
    }

    public void Map(IEndpointRouteBuilder endpoints, WebContext context)
    {
        var services = endpoints.ServiceProvider;
        var metrics = endpoints.MapPrometheusScrapingEndpoint(Path, services.GetRequiredService<MeterProvider>(), configureBranchedPipeline: null, optionsName: null)
            .RequireRateLimiting(Limits.Api);
        if (context.IsOpen) metrics.RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = Schemes.Secret });
        // Made now: what nobody asked for yet is listened to all the same.
        services.GetService<TracerProvider>();
        TelemetryActor.Listen(context.System.ActorOf(TelemetryActor.Props(services.GetRequiredService<NodeMeter>(), context.Time), "telemetry"), context.System.EventStream);
    }

    private static MeterProvider Metrics(WebContext context, NodeMeter meter)
    {
        ArgumentNullException.ThrowIfNull(meter);
        var builder = Sdk.CreateMeterProviderBuilder()
            .AddMeter(NodeMeter.Name)
            .SetResourceBuilder(Resource(context))
            .AddView(instrument => ReferenceEquals(instrument.Meter.Scope, context.System) ? null : MetricStreamConfiguration.Drop)
            .AddPrometheusExporter();
        return (OtlpVariables.HasMetrics ? builder.AddOtlpExporter() : builder).Build();
    }

    private static TracerProvider Traces(WebContext context) =>
        Sdk.CreateTracerProviderBuilder().AddSource(Tracing.Name).SetResourceBuilder(Resource(context)).AddOtlpExporter().Build();

    private static ResourceBuilder Resource(WebContext context) => ResourceBuilder.CreateDefault()
        .AddService("toolzero", serviceVersion: ProductVersion.Text, serviceInstanceId: $"{context.Id.Name}#{context.Id.Boot}")
        .AddAttributes([new("toolzero.node", context.Id.Name), new("toolzero.roles", string.Join(',', context.Roles))]);
}
