using ToolZero.Core.Charts;

namespace ToolZero.Core.Tests.Charts;

public sealed class FiguresSpecs
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(1.6321, "1.63")]
    [InlineData(0.61512, "0.615")]
    [InlineData(0.00123, "0.0012")]
    [InlineData(0.000023, "2.3e-5")]
    [InlineData(123.4, "123")]
    [InlineData(7219, "7.2k")]
    [InlineData(1894312, "1.9M")]
    [InlineData(-0.5, "-0.5")]
    [InlineData(double.NaN, "–")]
    public void Numbers_are_short(double value, string text) => Assert.Equal(text, Figures.Short(value));

    [Theory]
    [InlineData(12.3, "12 s")]
    [InlineData(187, "3:07 min")]
    [InlineData(3723, "1:02:03 h")]
    public void Durations_are_readable(double seconds, string text) => Assert.Equal(text, Figures.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Shares_are_percentages() => Assert.Equal("71.2 %", Figures.Percent(0.7123));
}
