#if COMPAT
using Akka.Configuration;

namespace Compat.Akka.Tests.Configuration;

/// <summary>What the HOCON specification says beyond the published parser: the stand-in follows the specification.</summary>
public class HoconSubstitutionSpecs
{
    private static Config Parse(string text) => ConfigurationFactory.ParseString(text);

    [Fact]
    public void An_optional_substitution_without_value_leaves_no_trace()
    {
        var config = Parse("a = ${?none}\nb = 1\nb = ${?none}\nc = x${?none}y\nd = [1, ${?none}, 2]\ne { f = ${?none} }");
        Assert.False(config.HasPath("a"));
        Assert.Equal(1, config.GetInt("b"));
        Assert.Equal("xy", config.GetString("c"));
        Assert.Equal([1, 2], config.GetIntList("d"));
        Assert.False(config.HasPath("e.f"));
    }

    [Fact]
    public void The_environment_answers_what_the_text_does_not()
    {
        Environment.SetEnvironmentVariable("TOOLZERO_HOCON_SPEC", "from outside");
        var config = Parse("a = ${TOOLZERO_HOCON_SPEC}\nb = ${?TOOLZERO_HOCON_SPEC}\nc = 1\nTOOLZERO_HOCON_SPEC = ${?TOOLZERO_HOCON_SPEC}");
        Assert.Equal("from outside", config.GetString("a"));
        Assert.Equal("from outside", config.GetString("b"));
    }

    [Fact]
    public void A_substitution_of_its_own_key_is_the_earlier_value()
    {
        var config = Parse("a = [1]\na = ${a} [2]\nb = ${?b} [3]\nc = x\nc = ${c}y\nd { e = 1 }\nd = ${d} { f = 2 }");
        Assert.Equal([1, 2], config.GetIntList("a"));
        Assert.Equal([3], config.GetIntList("b"));
        Assert.Equal("xy", config.GetString("c"));
        Assert.Equal(1, config.GetInt("d.e"));
        Assert.Equal(2, config.GetInt("d.f"));
    }

    [Fact]
    public void Plus_equals_appends()
    {
        var config = Parse("a += 1\na += 2\nb = [x]\nb += { k = 1 }\nc = ${a}\nc += 3");
        Assert.Equal([1, 2], config.GetIntList("a"));
        Assert.Equal(2, config.GetValue("b").GetArray().Count);
        Assert.Equal([1, 2, 3], config.GetIntList("c"));
    }

    [Fact]
    public void A_substituted_object_merges_with_what_is_written_beside_it()
    {
        var config = Parse("base { x = 1, y { z = 2 } }\na = ${base} { x = 3 }\na.y.w = 4\nb { x = 9, q = 1 }\nb = ${base}\nc { d = 1 }\nc = ${t}\nt = text");
        Assert.Equal([3, 2, 4], new[] { "a.x", "a.y.z", "a.y.w" }.Select(path => config.GetInt(path)));
        Assert.Equal([1, 1], new[] { "b.x", "b.q" }.Select(path => config.GetInt(path)));
        Assert.Equal("text", config.GetString("c"));
        Assert.Equal(1, config.GetInt("base.x"));
        Assert.False(config.HasPath("base.y.w"));
    }

    [Theory]
    [InlineData("a = ${a}")]
    [InlineData("a = ${b}\nb = ${a}")]
    [InlineData("a { b = ${a} }")]
    [InlineData("a = [${b}]\nb = [${a}]")]
    [InlineData("a = x ${b}\nb = ${c.d}\nc { d = ${a} }")]
    public void A_circle_is_an_error(string text) => Assert.Throws<FormatException>(() => Parse(text));

    [Fact]
    public void Doubling_does_not_explode()
    {
        var text = "a0 = [x, x]\n" + string.Concat(Enumerable.Range(1, 60).Select(i => $"a{i} = [${{a{i - 1}}}, ${{a{i - 1}}}]\n"));
        Assert.Throws<FormatException>(() => Parse(text));
    }

    [Fact]
    public void A_chain_is_bounded()
    {
        var chain = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"a{i} = ${{a{i + 1}}}\n")) + "a50000 = 1";
        Assert.Throws<FormatException>(() => Parse(chain));
    }
}
#endif
