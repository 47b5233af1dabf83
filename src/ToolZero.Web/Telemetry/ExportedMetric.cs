using System.Collections.Immutable;
using ToolZero.Core.Metrics;

namespace ToolZero.Web.Telemetry;

/// <summary>How a metric is read.</summary>
internal enum MetricKind
{
    Gauge,
    Counter,
    Histogram,
}

/// <summary>A metric of a node as monitoring systems see it: an instrument of the meter <c>ToolZero</c>.</summary>
/// <param name="Name">Of the instrument, below <c>toolzero.</c></param>
/// <param name="Kind">How it is read.</param>
/// <param name="Unit">In the code of UCUM; in braces what is only said.</param>
/// <param name="Meaning">One line.</param>
internal sealed record ExportedMetric(string Name, MetricKind Kind, string Unit, string Meaning)
{
    /// <summary>The label that it has, if any.</summary>
    public string? Label { get; init; }

    /// <summary>All values that the label can have: their number is what a metric may cost.</summary>
    public ImmutableArray<string> LabelValues { get; init; } = [];

    /// <summary>Name of the instrument.</summary>
    public string Instrument => "toolzero." + Name;

    /// <summary>Its name in Prometheus: words with underscores, then the unit, then what kind it is.</summary>
    public string Prometheus => $"toolzero_{Name.Replace('.', '_').Replace('-', '_').Replace('/', '_')}{UnitSuffix}{(Kind == MetricKind.Counter ? "_total" : "")}";

    private string UnitSuffix => (Unit, Kind) switch
    {
        ("s", _) => "_seconds",
        ("By", _) => "_bytes",
        _ => "",
    };

    /// <summary>The same for a metric of a step.</summary>
    public static ExportedMetric Of(MetricDefinition step) => new(step.Name.Replace('/', '.'), MetricKind.Gauge, Ucum(step.Unit), step.Meaning);

    private static string Ucum(string unit) => unit switch
    {
        "share" or "0 to 1" => "1",
        "s" or "" => unit,
        "tokens/s" => "{token_per_second}",
        _ => "{" + unit.Split(' ')[0].TrimEnd('s') + "}",
    };
}
