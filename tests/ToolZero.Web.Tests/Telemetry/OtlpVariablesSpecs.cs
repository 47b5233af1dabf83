using ToolZero.Actors.Hosting;
using ToolZero.Actors.Telemetry;
using ToolZero.Web.Telemetry;

namespace ToolZero.Web.Tests.Telemetry;

/// <summary>Changes variables of the process, and puts them back: not beside others that read them.</summary>
[Collection(nameof(OtlpVariablesSpecs))]
[CollectionDefinition(nameof(OtlpVariablesSpecs), DisableParallelization = true)]
public sealed class OtlpVariablesSpecs : IDisposable
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    private readonly (string? Endpoint, string? Protocol) _before = (Environment.GetEnvironmentVariable(Endpoint), Environment.GetEnvironmentVariable(Protocol));

    public OtlpVariablesSpecs()
    {
        Environment.SetEnvironmentVariable(Endpoint, null);
        Environment.SetEnvironmentVariable(Protocol, null);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Endpoint, _before.Endpoint);
        Environment.SetEnvironmentVariable(Protocol, _before.Protocol);
    }

    [Fact]
    public void Nothing_is_sent_where_nobody_said_where()
    {
        OtlpVariables.Set(new TelemetrySettings("", "grpc", LogFormat.Text));
        Assert.False(OtlpVariables.HasMetrics || OtlpVariables.HasTraces);
        Assert.Null(Environment.GetEnvironmentVariable(Protocol));
    }

    [Fact]
    public void The_keys_say_where_and_how()
    {
        OtlpVariables.Set(new TelemetrySettings("http://collector:4318", "http/protobuf", LogFormat.Text));
        Assert.True(OtlpVariables.HasMetrics && OtlpVariables.HasTraces);
        Assert.Equal(("http://collector:4318", "http/protobuf"), (Environment.GetEnvironmentVariable(Endpoint), Environment.GetEnvironmentVariable(Protocol)));
    }

    [Fact]
    public void Variables_that_are_set_stand_above_the_keys()
    {
        Environment.SetEnvironmentVariable(Endpoint, "http://other:4317");
        OtlpVariables.Set(new TelemetrySettings("http://collector:4318", "http/protobuf", LogFormat.Text));
        Assert.Equal("http://other:4317", Environment.GetEnvironmentVariable(Endpoint));
        // A protocol belongs to an address: that of the key is not that of the variable.
        Assert.Null(Environment.GetEnvironmentVariable(Protocol));
    }
}
