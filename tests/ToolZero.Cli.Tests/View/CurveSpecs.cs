using ToolZero.Cli.View;

namespace ToolZero.Cli.Tests.View;

public sealed class CurveSpecs
{
    [Fact]
    public void A_sparkline_rises_with_its_values()
    {
        Assert.Equal("▁▂▃▄▅▆▇█", Sparkline.Of([0, 1, 2, 3, 4, 5, 6, 7], 8));
        Assert.Equal("▁█", Sparkline.Of([1, 1, 3, 3], 2));
    }

    [Fact]
    public void A_sparkline_keeps_its_width_and_shows_gaps()
    {
        Assert.Equal("▁ █", Sparkline.Of([1, double.NaN, 2], 10));
        Assert.Equal("▅▅", Sparkline.Of([4, 4], 10));
        Assert.Equal("", Sparkline.Of([], 10));
        Assert.Equal(10, Sparkline.Of([.. Enumerable.Range(0, 999).Select(i => (double)i)], 10).Length);
    }

    [Fact]
    public void A_chart_joins_its_points_from_corner_to_corner()
    {
        var rows = BrailleChart.Of([0, 1], 4, 2, 0, 1);
        Assert.Equal(2, rows.Length);
        Assert.All(rows, row => Assert.Equal(4, row.Length));
        Assert.Equal('\u2840', rows[1][0] & 0xff40);
        Assert.Equal(0x08, rows[0][3] & 0x08);
        Assert.Equal('\u2800', rows[0][0]);
    }

    [Fact]
    public void A_chart_of_nothing_is_blank_and_values_outside_stay_inside()
    {
        Assert.All(BrailleChart.Of([], 3, 2, 0, 1), row => Assert.Equal("\u2800\u2800\u2800", row));
        Assert.All(BrailleChart.Of([-9, 9, double.NaN, 5], 3, 2, 0, 1), row => Assert.Equal(3, row.Length));
        Assert.All(BrailleChart.Of([5, 5], 3, 2, 5, 5), row => Assert.Equal(3, row.Length));
    }
}
