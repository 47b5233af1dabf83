using System.Collections.Immutable;
using ToolZero.Core.Charts;
using ToolZero.Web.Dashboard.Data;

namespace ToolZero.Web.Dashboard.Parts;

/// <summary>A line of a chart as paths; those that it does not have are "".</summary>
/// <param name="Line">What it shows.</param>
/// <param name="Values">Its values.</param>
/// <param name="Path">The line itself.</param>
/// <param name="Raw">Its values, where the line is their moving average.</param>
/// <param name="Area">What lies between it and the line below, where lines are parts of a whole.</param>
internal sealed record DrawnLine(ChartLine Line, double[] Values, string Path, string Raw, string Area)
{
    /// <summary>The lines of a chart and the frame that they stand in.</summary>
    public static (ChartFrame Frame, ImmutableArray<DrawnLine> Lines) Of(Chart chart, CurveView view)
    {
        var values = chart.Lines.Select(l => view.Column(l.Metric)).ToList();
        var stack = chart.IsStacked ? ChartValues.Stack(values) : [];
        var frame = new ChartFrame(
            ChartFrame.StepAxis(view.Steps),
            Axis.Over(chart.IsStacked ? stack.SelectMany(s => s.High) : values.SelectMany(v => v), chart.IsStacked ? 0 : chart.Minimum, chart.Maximum));
        return (frame, [.. chart.Lines.Select((line, i) => (chart.IsStacked, line.Style) switch
        {
            _ when values[i].Length == 0 => new DrawnLine(line, [], "", "", ""),
            (true, _) => new DrawnLine(line, values[i], "", "", frame.Area(view.Steps, stack[i].Low, stack[i].High)),
            (_, LineStyle.Smoothed) => new DrawnLine(line, values[i], frame.Line(view.Steps, ChartValues.Smooth(values[i])), frame.Line(view.Steps, values[i]), ""),
            _ => new DrawnLine(line, values[i], frame.Line(view.Steps, values[i]), "", ""),
        })]);
    }
}
