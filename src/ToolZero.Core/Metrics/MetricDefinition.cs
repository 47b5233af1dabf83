namespace ToolZero.Core.Metrics;

/// <summary>One metric: a row of docs/metrics.md and the way to its value.</summary>
/// <param name="Name">Key in metrics.jsonl and tag in tfevents.</param>
/// <param name="Unit">What it is counted in.</param>
/// <param name="Meaning">What it says.</param>
/// <param name="Value">Reads it from a step.</param>
public sealed record MetricDefinition(string Name, string Unit, string Meaning, Func<StepMetrics, double> Value);
