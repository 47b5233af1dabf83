using System.Collections.Immutable;
using ToolZero.Core.Charts;

namespace ToolZero.Cli.Report;

/// <summary>The pictures of a run with its values.</summary>
public static class RunPlots
{
    /// <summary>All pictures in the order of the page.</summary>
    public static ImmutableArray<Plot> Of(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var m = run.Metrics;
        double[] evaluated = [.. run.Evaluations.Keys.Select(s => (double)s)];
        return [.. RunCharts.All.Select(c => new Plot(c.Id, c.Title, c.Note, [.. c.Lines.Select(Measured), .. HeldOut(c.Id)])
        {
            Minimum = c.Minimum,
            Maximum = c.Maximum,
            IsStacked = c.IsStacked,
            IsShare = c.IsShare,
        })];

        PlotSeries Measured(ChartLine line) => new(line.Name, m.Steps, m.Column(line.Metric), line.Color, line.Style);

        ImmutableArray<PlotSeries> HeldOut(string chart) => chart switch
        {
            RunCharts.Success => [new("held-out", evaluated, [.. run.Evaluations.Values.Select(e => e.Success)], 2, LineStyle.Points)],
            RunCharts.Format => [new("held-out format", evaluated, [.. run.Evaluations.Values.Select(e => e.Format)], 2, LineStyle.Points)],
            RunCharts.Truncation => [new("held-out", evaluated, [.. run.Evaluations.Values.Select(e => e.Truncation)], 2, LineStyle.Points)],
            _ => [],
        };
    }
}
