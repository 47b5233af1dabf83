using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace ToolZero.Cli.Report;

/// <summary>Draws a plot as a figure with inline SVG. Colours come from the page's style, so that light and dark need one drawing.</summary>
internal static class PlotSvg
{
    private const double Width = 560;
    private const double Height = 236;
    private const double Left = 46;
    private const double Right = 12;
    private const double Top = 10;
    private const double Bottom = 24;
    private const int MostColumns = 160;

    /// <summary>Share of the last average in the next one; the first values count for what they are.</summary>
    private const double Smoothing = 0.7;

    public static XElement Figure(Plot plot)
    {
        var x = Steps([.. plot.Series.SelectMany(s => s.Steps)]);
        var drawn = plot.IsStacked ? Stacked(plot) : plot.Series.Select(s => (Series: s, Low: (double[]?)null, High: s.Values)).ToList();
        var y = Axis.Over(drawn.SelectMany(d => d.High), plot.IsStacked ? 0 : plot.Minimum, plot.Maximum);

        var svg = Html.Shape("svg", "plot", ("viewBox", $"0 0 {Figures.Pixel(Width)} {Figures.Pixel(Height)}"), ("role", "img"), ("aria-label", plot.Title));
        Grid(svg, plot, x, y);
        foreach (var (series, low, high) in Enumerable.Reverse(drawn))
        {
            if (low is not null) svg.Add(Html.Shape("path", $"area c{series.Color}", ("d", Area(x, y, series.Steps, low, high))));
            else Line(svg, x, y, series);
        }

        Columns(svg, plot, x);
        return Html.Tag(
            "figure",
            null,
            new XAttribute("id", plot.Id),
            Html.Tag("figcaption", null, Html.Tag("h3", null, plot.Title), Html.Tag("p", null, plot.Note)),
            svg,
            Legend(plot));
    }

    /// <summary>The axis of steps: it ends where the values end, its labels are whole steps.</summary>
    private static Axis Steps(double[] steps)
    {
        var (first, last) = steps.Length == 0 ? (0, 1) : (steps.Min(), Math.Max(steps.Max(), steps.Min() + 1));
        var axis = Axis.Over([first, last], first, last, wanted: 6);
        return axis with { Ticks = [.. axis.Ticks.Where(double.IsInteger)] };
    }

    /// <summary>Every series on top of those before it.</summary>
    private static List<(PlotSeries Series, double[]? Low, double[] High)> Stacked(Plot plot)
    {
        var sum = new double[plot.Series.Select(s => s.Values.Length).DefaultIfEmpty(0).Max()];
        var result = new List<(PlotSeries, double[]?, double[])>();
        foreach (var series in plot.Series)
        {
            var low = sum.ToArray();
            for (var i = 0; i < series.Values.Length; i++) sum[i] += double.IsFinite(series.Values[i]) ? series.Values[i] : 0;
            result.Add((series, low, sum.ToArray()));
        }

        return result;
    }

    private static void Grid(XElement svg, Plot plot, Axis x, Axis y)
    {
        foreach (var tick in y.Ticks)
        {
            var at = Figures.Pixel(Y(y, tick));
            svg.Add(Html.Shape("line", tick == 0 ? "grid zero" : "grid", ("x1", Figures.Pixel(Left)), ("x2", Figures.Pixel(Width - Right)), ("y1", at), ("y2", at)));
            svg.Add(Label("tick end", Left - 7, Y(y, tick) + 3.5, plot.IsShare ? (tick * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%" : Figures.Short(tick)));
        }

        foreach (var tick in x.Ticks) svg.Add(Label("tick middle", X(x, tick), Height - 6, tick.ToString("0.##", CultureInfo.InvariantCulture)));
    }

    private static void Line(XElement svg, Axis x, Axis y, PlotSeries series)
    {
        var style = $"line c{series.Color}";
        switch (series.Style)
        {
            case SeriesStyle.Smoothed:
                svg.Add(Html.Shape("path", $"{style} raw", ("d", Path(x, y, series.Steps, series.Values))));
                svg.Add(Html.Shape("path", style, ("d", Path(x, y, series.Steps, Smooth(series.Values)))));
                break;
            case SeriesStyle.Dashed:
                svg.Add(Html.Shape("path", $"{style} dashed", ("d", Path(x, y, series.Steps, series.Values))));
                break;
            case SeriesStyle.Points:
                svg.Add(Html.Shape("path", $"{style} dashed", ("d", Path(x, y, series.Steps, series.Values))));
                foreach (var (step, value) in series.Steps.Zip(series.Values).Where(p => double.IsFinite(p.Second)))
                    svg.Add(Html.Shape("circle", $"dot c{series.Color}", ("cx", Figures.Pixel(X(x, step))), ("cy", Figures.Pixel(Y(y, value))), ("r", "4")));
                break;
            default:
                svg.Add(Html.Shape("path", style, ("d", Path(x, y, series.Steps, series.Values))));
                break;
        }
    }

    /// <summary>Invisible columns that show the values of a step under the pointer.</summary>
    private static void Columns(XElement svg, Plot plot, Axis x)
    {
        var steps = plot.Series.SelectMany(s => s.Steps).Distinct().Order().ToList();
        var stride = Math.Max(1, (steps.Count + MostColumns - 1) / MostColumns);
        var width = (Width - Left - Right) / Math.Max(1, steps.Count - 1.0) * stride;
        for (var i = 0; i < steps.Count; i += stride)
        {
            var values = from series in plot.Series
                         let at = Array.IndexOf(series.Steps, steps[i])
                         where at >= 0 && double.IsFinite(series.Values[at])
                         select $"{series.Name}: {(plot.IsShare ? Figures.Percent(series.Values[at]) : Figures.Short(series.Values[at]))}";
            var column = Html.Shape(
                "rect",
                "hit",
                ("x", Figures.Pixel(X(x, steps[i]) - width / 2)),
                ("y", Figures.Pixel(Top)),
                ("width", Figures.Pixel(width)),
                ("height", Figures.Pixel(Height - Top - Bottom)));
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
                Html.Tag("i", $"swatch c{series.Color}{(series.Style is SeriesStyle.Dashed or SeriesStyle.Points ? " dashed" : "")}"),
                Html.Tag("span", null, series.Name),
                Html.Tag("b", null, plot.IsShare ? Figures.Percent(last) : Figures.Short(last))));
        }

        return legend;
    }

    private static string Path(Axis x, Axis y, double[] steps, double[] values)
    {
        var path = new StringBuilder();
        var pen = false;
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsFinite(values[i]))
                path.Append(pen ? 'L' : 'M').Append(Figures.Pixel(X(x, steps[i]))).Append(' ').Append(Figures.Pixel(Y(y, values[i])));
            pen = double.IsFinite(values[i]);
        }

        return path.ToString();
    }

    private static string Area(Axis x, Axis y, double[] steps, double[] low, double[] high)
    {
        if (steps.Length == 0) return "";
        var path = new StringBuilder(Path(x, y, steps, high[..steps.Length]));
        for (var i = steps.Length - 1; i >= 0; i--) path.Append('L').Append(Figures.Pixel(X(x, steps[i]))).Append(' ').Append(Figures.Pixel(Y(y, low[i])));
        return path.Append('Z').ToString();
    }

    /// <summary>Exponential moving average without the pull of its start towards 0.</summary>
    private static double[] Smooth(double[] values)
    {
        var (sum, weight) = (0.0, 0.0);
        return [.. values.Select(value =>
        {
            if (!double.IsFinite(value)) return double.NaN;
            sum = Smoothing * sum + (1 - Smoothing) * value;
            weight = Smoothing * weight + 1 - Smoothing;
            return sum / weight;
        })];
    }

    private static XElement Label(string style, double x, double y, string text)
    {
        var label = Html.Shape("text", style, ("x", Figures.Pixel(x)), ("y", Figures.Pixel(y)));
        label.Add(text);
        return label;
    }

    private static double X(Axis axis, double step) => Left + axis.Place(step) * (Width - Left - Right);

    private static double Y(Axis axis, double value) => Top + (1 - Math.Clamp(axis.Place(value), 0, 1)) * (Height - Top - Bottom);
}
