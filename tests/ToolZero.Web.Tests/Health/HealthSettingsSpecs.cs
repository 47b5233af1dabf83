using ToolZero.Core.Data;
using ToolZero.Web.Health;

namespace ToolZero.Web.Tests.Health;

/// <summary>The bounds as users give them.</summary>
public sealed class HealthSettingsSpecs
{
    [Fact]
    public void What_is_not_given_is_the_default() => Assert.Equal(HealthSettings.Default, HealthSettings.Parse(null, null));

    [Fact]
    public void Bounds_have_units() =>
        Assert.Equal(HealthSettings.Default with { LongestStep = TimeSpan.FromHours(2), LeastFree = 1L << 30 }, HealthSettings.Parse("2h", "1GiB"));

    [Theory]
    [InlineData("5", null, "--longest-step 5: expected a duration with a unit")]
    [InlineData("10ms", null, "--longest-step 10ms: expected a duration")]
    [InlineData(null, "much", "--least-free much: expected a size with a unit")]
    public void What_is_none_is_refused(string? step, string? free, string line) =>
        Assert.StartsWith(line, Assert.Throws<DataException>(() => HealthSettings.Parse(step, free)).Message, StringComparison.Ordinal);
}
