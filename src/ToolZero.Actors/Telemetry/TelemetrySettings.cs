using System.Collections.Immutable;
using ToolZero.Actors.Hosting;

namespace ToolZero.Actors.Telemetry;

/// <summary>What a process tells of itself, and where (<c>telemetry</c>).</summary>
/// <param name="OtlpEndpoint">Where metrics and traces are sent; "" = nowhere.</param>
/// <param name="OtlpProtocol">In the words of OpenTelemetry.</param>
/// <param name="LogFormat">How the log is written.</param>
public sealed record TelemetrySettings(string OtlpEndpoint, string OtlpProtocol, LogFormat LogFormat)
{
    private const string Endpoint = "telemetry.otlp-endpoint";
    private const string Protocol = "telemetry.otlp-protocol";
    private const string Format = "telemetry.log-format";

    /// <summary>Keys of them.</summary>
    public static ImmutableArray<string> Keys { get; } = [Endpoint, Protocol, Format];

    /// <summary>As <c>KEY=VALUE</c> texts.</summary>
    public ImmutableArray<string> Sets => [$"{Endpoint}=\"{OtlpEndpoint}\"", $"{Protocol}=\"{OtlpProtocol}\"", $"{Format}={LogFormat.ToString().ToLowerInvariant()}"];

    /// <summary>One that was kept with a run or sent by it has none of them, and nothing is told.</summary>
    public static TelemetrySettings From(RunConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new(configuration.Get(Endpoint, ""), configuration.Get(Protocol, "grpc"), configuration.Get(Format, "text") == "json" ? LogFormat.Json : LogFormat.Text);
    }
}
