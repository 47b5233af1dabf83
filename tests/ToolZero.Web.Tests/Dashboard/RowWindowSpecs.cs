using ToolZero.Web.Dashboard.Parts;

namespace ToolZero.Web.Tests.Dashboard;

public sealed class RowWindowSpecs
{
    [Fact]
    public void Of_a_thousand_rows_only_those_around_the_view_are_drawn_and_the_height_stays()
    {
        for (double top = 0; top <= 1000 * RowWindow.RowHeight; top += 333)
        {
            var window = RowWindow.Of(1000, top, 640);
            Assert.InRange(window.Count, 1, 50);
            Assert.Equal(1000 * RowWindow.RowHeight, window.Above + window.Count * RowWindow.RowHeight + window.Below);
            Assert.True(window.Above <= top);
            Assert.True(window.Above + window.Count * RowWindow.RowHeight >= Math.Min(top + 640, 1000 * RowWindow.RowHeight));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public void A_short_table_is_drawn_whole(int rows) => Assert.Equal(new RowWindow(0, rows, 0, 0), RowWindow.Of(rows, 0, 640));

    [Fact]
    public void A_table_that_became_shorter_while_it_was_scrolled_still_shows_its_end()
    {
        var window = RowWindow.Of(100, 900 * RowWindow.RowHeight, 640);
        Assert.InRange(window.First, 0, 99);
        Assert.Equal(100, window.First + window.Count);
    }
}
