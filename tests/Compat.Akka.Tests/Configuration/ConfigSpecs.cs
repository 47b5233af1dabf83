using Akka.Configuration;

namespace Compat.Akka.Tests.Configuration;

public class ConfigSpecs
{
    private static Config Parse(string text) => ConfigurationFactory.ParseString(text);

    [Fact]
    public void A_missing_path_gives_the_default()
    {
        var config = Parse("a.b = 1");
        Assert.False(config.HasPath("a.c"));
        Assert.False(config.HasPath("a.b.c"));
        Assert.Equal("x", config.GetString("a.c", "x"));
        Assert.Equal(7, config.GetInt("a.c", 7));
        Assert.Equal(8L, config.GetLong("a.c", 8));
        Assert.Equal(1.5, config.GetDouble("a.c", 1.5));
        Assert.Equal(1.5f, config.GetFloat("a.c", 1.5f));
        Assert.True(config.GetBoolean("a.c", true));
        Assert.Equal(TimeSpan.FromSeconds(3), config.GetTimeSpan("a.c", TimeSpan.FromSeconds(3)));
        Assert.Null(config.GetByteSize("a.c", null));
        Assert.Null(config.GetConfig("a.c"));
        Assert.Null(config.GetValue("a.c"));
        Assert.Empty(config.GetStringList("a.c"));
    }

    [Theory]
    [InlineData("10s", 10_000)]
    [InlineData("10 seconds", 10_000)]
    [InlineData("200ms", 200)]
    [InlineData("200", 200)]
    [InlineData("1m", 60_000)]
    [InlineData("1.5 h", 5_400_000)]
    [InlineData("2 days", 172_800_000)]
    [InlineData("1000 micros", 1)]
    [InlineData("1000000 ns", 1)]
    [InlineData("infinite", -1)]
    public void Durations_have_units(string text, double milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Parse($"a = {text}").GetTimeSpan("a"));

    [Theory]
    [InlineData("1", 1)]
    [InlineData("1 B", 1)]
    [InlineData("2kB", 2_000)]
    [InlineData("2k", 2_048)]
    [InlineData("256 KiB", 262_144)]
    [InlineData("3MB", 3_000_000)]
    [InlineData("3 MiB", 3_145_728)]
    [InlineData("1 gigabyte", 1_000_000_000)]
    [InlineData("1 GiB", 1_073_741_824)]
    public void Sizes_have_units(string text, long bytes) => Assert.Equal(bytes, Parse($"a = {text}").GetByteSize("a", null));

    [Theory]
    [InlineData("on", true)]
    [InlineData("true", true)]
    [InlineData("off", false)]
    [InlineData("false", false)]
    public void Booleans_are_switches_too(string text, bool expected) => Assert.Equal(expected, Parse($"a = {text}").GetBoolean("a"));

    [Fact]
    public void What_has_the_wrong_type_is_an_error()
    {
        var config = Parse("a = x, b = 5 parsecs, c = -1s");
        Assert.Throws<FormatException>(() => config.GetInt("a"));
        Assert.Throws<FormatException>(() => config.GetDouble("a"));
        Assert.Throws<NotSupportedException>(() => config.GetBoolean("a"));
        Assert.Throws<FormatException>(() => config.GetTimeSpan("b"));
        Assert.ThrowsAny<FormatException>(() => config.GetByteSize("b", null));
    }

    [Fact]
    public void Numbers_are_read_the_same_in_every_culture()
    {
        var config = Parse("a = 1.25, l = [0.5, 2], f = [true, off]");
        Assert.Equal(1.25, config.GetDouble("a"));
        Assert.Equal(1.25m, config.GetDecimal("a", 0));
        Assert.Equal([0.5, 2], config.GetDoubleList("l"));
        Assert.Equal([true, false], config.GetBooleanList("f"));
    }

    [Fact]
    public void A_fallback_fills_what_is_missing_and_changes_neither()
    {
        var top = Parse("a { b = 1 }\nx = 5\nl = [1]");
        var below = Parse("a { b = 2, c = 3 }\nx { y = 1 }\nl = [2, 3]\nz = 4");
        var both = top.WithFallback(below);
        Assert.Equal([1, 3, 5, 4], new[] { "a.b", "a.c", "x", "z" }.Select(path => both.GetInt(path)));
        Assert.Equal([1], both.GetIntList("l"));
        Assert.Equal(3, both.GetConfig("a").GetInt("c"));
        Assert.False(top.HasPath("a.c"));
        Assert.Equal(2, below.GetInt("a.b"));
    }

    [Fact]
    public void Fallbacks_stack()
    {
        var config = Parse("a = 1").WithFallback(Parse("a = 2, b = 2")).WithFallback(Parse("a = 3, b = 3, c = 3"));
        Assert.Equal([1, 2, 3], new[] { "a", "b", "c" }.Select(path => config.GetInt(path)));
        Assert.Equal(9, (config + "d = 9").GetInt("d"));
        Assert.Equal(1, ("e = 1" + config).GetInt("e"));
    }

    [Fact]
    public void The_empty_configuration_is_empty()
    {
        Assert.True(ConfigurationFactory.Empty.IsEmpty);
        Assert.True(Config.Empty.IsNullOrEmpty());
        Assert.False(Parse("a = 1").IsEmpty);
        Assert.Equal(1, ConfigurationFactory.Empty.WithFallback(Parse("a = 1")).GetInt("a"));
    }

    [Fact]
    public void A_value_can_be_put_at_a_key() => Assert.Equal(1, Parse("a.b = 1").GetValue("a").AtKey("x").GetInt("x.b"));
}
