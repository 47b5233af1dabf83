using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using ToolZero.Actors.Comparison;
using ToolZero.Core.Charts;
using ToolZero.Core.Statistics;

namespace ToolZero.Cli.Report;

/// <summary>Means with their intervals, one row an arm: held-out success above, intra-set success below it.</summary>
internal static class IntervalSvg
{
    private const double Width = 760;
    private const double Left = 170;
    private const double Right = 64;
    private const double Row = 46;
    private const double Bottom = 28;

    public static XElement Figure(string title, ImmutableArray<ArmSummary> arms)
    {
        var height = arms.Length * Row + Bottom;
        var svg = Html.Shape("svg", "plot", ("viewBox", $"0 0 {Figures.Pixel(Width)} {Figures.Pixel(height)}"), ("role", "img"), ("aria-label", title));
        for (var tick = 0; tick <= 100; tick += 20)
        {
            svg.Add(Html.Shape("line", "grid", ("x1", At(tick / 100.0)), ("x2", At(tick / 100.0)), ("y1", "4"), ("y2", Figures.Pixel(height - Bottom + 4))));
            svg.Add(Label("tick middle", X(tick / 100.0), height - 8, tick.ToString(CultureInfo.InvariantCulture) + "%"));
        }

        foreach (var (index, arm) in arms.Index())
        {
            var y = index * Row + Row / 2;
            svg.Add(Label("tick end", Left - 12, y + 4, arm.Name));
            Interval(svg, arm.Cross, y - 7, 2);
            Interval(svg, arm.Intra, y + 8, 1);
            foreach (var run in arm.Runs) svg.Add(Html.Shape("circle", "dot run c2", ("cx", At(run.Cross.Share)), ("cy", Figures.Pixel(y - 7)), ("r", "2.2")));
            svg.Add(Label("tick", X(Math.Max(arm.Cross.High, arm.Intra.High)) + 8, y + 4, Figures.Percent(arm.Cross.Mean)));
        }

        return Html.Tag(
            "figure",
            null,
            svg,
            Html.Tag(
                "ul",
                "legend",
                Html.Tag("li", null, Html.Tag("i", "swatch c2"), Html.Tag("span", null, "held-out tools (cross-set)")),
                Html.Tag("li", null, Html.Tag("i", "swatch c1"), Html.Tag("span", null, "training tools, fresh tasks (intra-set)"))));
    }

    private static void Interval(XElement svg, BootstrapInterval interval, double y, int colour)
    {
        var at = Figures.Pixel(y);
        svg.Add(Html.Shape("line", $"line c{colour}", ("x1", At(interval.Low)), ("x2", At(interval.High)), ("y1", at), ("y2", at)));
        svg.Add(Html.Shape("circle", $"dot c{colour}", ("cx", At(interval.Mean)), ("cy", at), ("r", "4.5")));
    }

    private static XElement Label(string style, double x, double y, string text)
    {
        var label = Html.Shape("text", style, ("x", Figures.Pixel(x)), ("y", Figures.Pixel(y)));
        label.Add(Html.Text(text));
        return label;
    }

    private static double X(double share) => Left + Math.Clamp(share, 0, 1) * (Width - Left - Right);

    private static string At(double share) => Figures.Pixel(X(share));
}
