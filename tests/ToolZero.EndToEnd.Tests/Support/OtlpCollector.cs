using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ToolZero.Tests.Shared;

namespace ToolZero.EndToEnd.Tests.Support;

/// <summary>A part of a trace as it was received.</summary>
internal sealed record ReceivedSpan(string Trace, string Id, string Parent, string Name, string Process, IReadOnlyDictionary<string, string> Tags, ulong Start, ulong End);

/// <summary>A metric as it was received: its meter, its name, its unit.</summary>
internal sealed record ReceivedMetric(string Meter, string Name, string Unit, string Process);

/// <summary>Stands in for an OpenTelemetry collector: takes OTLP over HTTP in protocol buffers on a port of this machine.</summary>
internal sealed class OtlpCollector : IDisposable
{
    private readonly HttpListener _listener = new();

    public OtlpCollector()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        }

        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _ = Serve();
    }

    public Uri Address { get; }

    public ConcurrentQueue<ReceivedSpan> Spans { get; } = new();

    public ConcurrentQueue<ReceivedMetric> Metrics { get; } = new();

    /// <summary>Requests that were no OTLP.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    /// <summary>Variables by which processes send at once; where to is said by them or by <see cref="Settings"/>.</summary>
    public static IReadOnlyDictionary<string, string> Hurry { get; } = new Dictionary<string, string>
    {
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
    };

    /// <summary>Keys by which processes send here.</summary>
    public string[] Settings => ["--set", $"telemetry.otlp-endpoint=\"{Address}\"", "--set", "telemetry.otlp-protocol=\"http/protobuf\""];

    /// <summary>Variables by which processes send here, whatever the keys say.</summary>
    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>(Hurry)
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Address.ToString(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
    };

    public void Dispose() => _listener.Close();

    private async Task Serve()
    {
        try
        {
            while (true) await Answer(await _listener.GetContextAsync());
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task Answer(HttpListenerContext http)
    {
        using var body = new MemoryStream();
        await http.Request.InputStream.CopyToAsync(body);
        try
        {
            if (http.Request.ContentType != "application/x-protobuf") throw new InvalidDataException(http.Request.ContentType);
            foreach (var resource in Protobuf.Read(body.ToArray()).Where(f => f.Number == 1)) Take(http.Request.Url!.AbsolutePath, resource.Fields);
        }
        catch (Exception error) when (error is InvalidDataException or IndexOutOfRangeException or ArgumentException or InvalidOperationException)
        {
            Faults.Enqueue($"{http.Request.Url}: {error.Message}");
        }

        http.Response.ContentType = "application/x-protobuf";
        http.Response.Close();
    }

    private void Take(string path, IReadOnlyList<ProtobufField> resource)
    {
        var process = Tags(resource.Single(f => f.Number == 1).Fields, 1)["service.instance.id"];
        foreach (var scope in resource.Where(f => f.Number == 2))
        {
            var name = scope.Fields.Single(f => f.Number == 1).Fields.Single(f => f.Number == 1).Text;
            foreach (var item in scope.Fields.Where(f => f.Number == 2))
            {
                if (path == "/v1/traces") Spans.Enqueue(Span(item.Fields, process));
                else if (path == "/v1/metrics") Metrics.Enqueue(new ReceivedMetric(name, Text(item.Fields, 1), Text(item.Fields, 3), process));
                else throw new InvalidDataException(path);
            }
        }
    }

    private static ReceivedSpan Span(IReadOnlyList<ProtobufField> span, string process) =>
        new(Hex(span, 1), Hex(span, 2), Hex(span, 4), Text(span, 5), process, Tags(span, 9), span.Single(f => f.Number == 7).Value, span.Single(f => f.Number == 8).Value);

    /// <summary>Attributes: names and values, which are texts or integers.</summary>
    private static Dictionary<string, string> Tags(IReadOnlyList<ProtobufField> of, int number) => of.Where(f => f.Number == number).ToDictionary(
        f => Text(f.Fields, 1),
        f => f.Fields.Single(v => v.Number == 2).Fields.Single() is { Number: 1 } text ? text.Text : f.Fields.Single(v => v.Number == 2).Fields.Single().Value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static string Text(IReadOnlyList<ProtobufField> of, int number) => of.FirstOrDefault(f => f.Number == number).Text;

    private static string Hex(IReadOnlyList<ProtobufField> of, int number) => Convert.ToHexStringLower(of.FirstOrDefault(f => f.Number == number).Bytes.Span);
}
