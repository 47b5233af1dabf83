using ToolZero.Core.Charts;

namespace ToolZero.Core.Tests.Charts;

public sealed class AxisSpecs
{
    [Fact]
    public void Ends_are_round_and_hold_all_values()
    {
        var axis = Axis.Over([0.13, 0.87, double.NaN]);
        Assert.Equal((0.0, 1.0), (axis.Minimum, axis.Maximum));
        Assert.Equal([0, 0.2, 0.4, 0.6, 0.8, 1.0], axis.Ticks.Select(t => Math.Round(t, 9)));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(5.0)]
    [InlineData(-3e-7)]
    public void A_constant_lies_inside(double value)
    {
        var axis = Axis.Over([value, value]);
        Assert.InRange(axis.Place(value), 0.05, 0.95);
    }

    [Fact]
    public void Nothing_still_has_a_scale()
    {
        var axis = Axis.Over([]);
        Assert.True(axis.Maximum > axis.Minimum);
        Assert.NotEmpty(axis.Ticks);
    }

    [Fact]
    public void Given_ends_stay()
    {
        var axis = Axis.Over([0.4, 0.45], 0, 1);
        Assert.Equal((0.0, 1.0), (axis.Minimum, axis.Maximum));
        Assert.Equal(0.5, axis.Place(0.5));
    }
}
