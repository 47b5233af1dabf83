using ToolZero.Actors.Telemetry;

namespace ToolZero.Web.Telemetry;

/// <summary>
/// OTLP is exported where OpenTelemetry's own variables say so: <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, or that of metrics or traces alone. The
/// exporter reads those and all others (protocol, headers, interval, sampler) itself; keys of the configuration become such variables.
/// </summary>
public static class OtlpVariables
{
    private const string All = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    internal static bool HasMetrics => Has(All) || Has("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT");

    internal static bool HasTraces => Has(All) || Has("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");

    /// <summary>Sets the variables of this process where the keys say where to send and no variable does. Called before the web host starts.</summary>
    public static void Set(TelemetrySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.OtlpEndpoint.Length == 0 || Has(All)) return;
        Environment.SetEnvironmentVariable(All, settings.OtlpEndpoint);
        if (!Has(Protocol)) Environment.SetEnvironmentVariable(Protocol, settings.OtlpProtocol);
    }

    private static bool Has(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}
