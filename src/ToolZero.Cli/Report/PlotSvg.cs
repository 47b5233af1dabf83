using System.Globalization;
using System.Xml.Linq;
using ToolZero.Core.Charts;

namespace ToolZero.Cli.Report;

/// <summary>Draws a plot as a figure with inline SVG. Colours come from the page's style, so that light and dark need one drawing.</summary>
internal static class PlotSvg
{
    private const int MostColumns = 160;

    public static XElement Figure(Plot plot)
    {
        var drawn = plot.IsStacked ? Stacked(plot) : plot.Series.Select(s => (Series: s, Low: (double[]?)null, High: s.Values)).ToList();
        var frame = new ChartFrame(
            ChartFrame.StepAxis([.. plot.Series.SelectMany(s => s.Steps)]),
            Axis.Over(drawn.SelectMany(d => d.High), plot.IsStacked ? 0 : plot.Minimum, plot.Maximum));

        var svg = Html.Shape("svg", "plot", ("viewBox", $"0 0 {Figures.Pixel(ChartFrame.Width)} {Figures.Pixel(ChartFrame.Height)}"), ("role", "img"), ("aria-label", plot.Title));
        Grid(svg, plot, frame);
        foreach (var (series, low, high) in Enumerable.Reverse(drawn))
        {
            if (low is not null) svg.Add(Html.Shape("path", $"area c{series.Color}", ("d", frame.Area(series.Steps, low, high))));
            else Line(svg, frame, series);
        }

        Columns(svg, plot, frame);
        return Html.Tag(
            "figure",
            null,
            new XAttribute("id", plot.Id),
            Html.Tag("figcaption", null, Html.Tag("h3", null, plot.Title), Html.Tag("p", null, plot.Note)),
            svg,
            Legend(plot));
    }

    private static List<(PlotSeries Series, double[]? Low, double[] High)> Stacked(Plot plot) =>
        [.. plot.Series.Zip(ChartValues.Stack([.. plot.Series.Select(s => s.Values)]), (series, ends) => (series, (double[]?)ends.Low, ends.High))];

    private static void Grid(XElement svg, Plot plot, ChartFrame frame)
    {
        foreach (var tick in frame.Values.Ticks)
        {
            var at = Figures.Pixel(frame.Y(tick));
            svg.Add(Html.Shape("line", tick == 0 ? "grid zero" : "grid", ("x1", Figures.Pixel(ChartFrame.Left)), ("x2", Figures.Pixel(ChartFrame.Width - ChartFrame.Right)), ("y1", at), ("y2", at)));
            svg.Add(Label("tick end", ChartFrame.Left - 7, frame.Y(tick) + 3.5, plot.IsShare ? (tick * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%" : Figures.Short(tick)));
        }

        foreach (var tick in frame.Steps.Ticks) svg.Add(Label("tick middle", frame.X(tick), ChartFrame.Height - 6, tick.ToString("0.##", CultureInfo.InvariantCulture)));
    }

    private static void Line(XElement svg, ChartFrame frame, PlotSeries series)
    {
        var style = $"line c{series.Color}";
        switch (series.Style)
        {
            case LineStyle.Smoothed:
                svg.Add(Html.Shape("path", $"{style} raw", ("d", frame.Line(series.Steps, series.Values))));
                svg.Add(Html.Shape("path", style, ("d", frame.Line(series.Steps, ChartValues.Smooth(series.Values)))));
                break;
            case LineStyle.Dashed:
                svg.Add(Html.Shape("path", $"{style} dashed", ("d", frame.Line(series.Steps, series.Values))));
                break;
            case LineStyle.Points:
                svg.Add(Html.Shape("path", $"{style} dashed", ("d", frame.Line(series.Steps, series.Values))));
                foreach (var (step, value) in series.Steps.Zip(series.Values).Where(p => double.IsFinite(p.Second)))
                    svg.Add(Html.Shape("circle", $"dot c{series.Color}", ("cx", Figures.Pixel(frame.X(step))), ("cy", Figures.Pixel(frame.Y(value))), ("r", "4")));
                break;
            default:
                svg.Add(Html.Shape("path", style, ("d", frame.Line(series.Steps, series.Values))));
                break;
        }
    }

    /// <summary>Invisible columns that show the values of a step under the pointer.</summary>
    private static void Columns(XElement svg, Plot plot, ChartFrame frame)
    {
        var steps = plot.Series.SelectMany(s => s.Steps).Distinct().Order().ToList();
        var stride = Math.Max(1, (steps.Count + MostColumns - 1) / MostColumns);
        var width = (ChartFrame.Width - ChartFrame.Left - ChartFrame.Right) / Math.Max(1, steps.Count - 1.0) * stride;
        for (var i = 0; i < steps.Count; i += stride)
        {
            var values = from series in plot.Series
                         let at = Array.IndexOf(series.Steps, steps[i])
                         where at >= 0 && double.IsFinite(series.Values[at])
                         select $"{series.Name}: {(plot.IsShare ? Figures.Percent(series.Values[at]) : Figures.Short(series.Values[at]))}";
            var column = Html.Shape(
                "rect",
                "hit",
                ("x", Figures.Pixel(frame.X(steps[i]) - width / 2)),
                ("y", Figures.Pixel(ChartFrame.Top)),
                ("width", Figures.Pixel(width)),
                ("height", Figures.Pixel(ChartFrame.Height - ChartFrame.Top - ChartFrame.Bottom)));
            column.Add(new XElement("title", string.Join('\n', values.Prepend($"step {Figures.Short(steps[i])}"))));
            svg.Add(column);
        }
    }

    private static XElement Legend(Plot plot)
    {
        var legend = Html.Tag("ul", "legend");
        foreach (var series in plot.Series)
        {
            var last = series.Values.LastOrDefault(double.IsFinite, double.NaN);
            legend.Add(Html.Tag(
                "li",
                null,
                Html.Tag("i", $"swatch c{series.Color}{(series.Style is LineStyle.Dashed or LineStyle.Points ? " dashed" : "")}"),
                Html.Tag("span", null, series.Name),
                Html.Tag("b", null, plot.IsShare ? Figures.Percent(last) : Figures.Short(last))));
        }

        return legend;
    }

    private static XElement Label(string style, double x, double y, string text)
    {
        var label = Html.Shape("text", style, ("x", Figures.Pixel(x)), ("y", Figures.Pixel(y)));
        label.Add(text);
        return label;
    }
}
