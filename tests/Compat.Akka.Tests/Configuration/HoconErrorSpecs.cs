#if COMPAT
using Akka.Configuration;

namespace Compat.Akka.Tests.Configuration;

/// <summary>The published parser lets much pass; the stand-in says what is wrong, with line and column.</summary>
public class HoconErrorSpecs
{
    [Theory]
    [InlineData("a = 1\nb", "line 2, column 2")]
    [InlineData("a = 1\nb = \n", "line 3, column 1")]
    [InlineData("a {\n  b = 1\n", "line 1, column 3")]
    [InlineData("a = [1, 2", "line 1, column 5")]
    [InlineData("a = 1 }", "line 1, column 7")]
    [InlineData("a = [1,,2]", "line 1, column 8")]
    [InlineData("a = \"open\nb = 1", "line 1, column 5")]
    [InlineData("a = \"\"\"open", "line 1, column 5")]
    [InlineData("a = \"\\q\"", "line 1, column 6")]
    [InlineData("a = \"\\u12\"", "line 1, column 6")]
    [InlineData("x = 1\n a = ${missing}", "line 2, column 6")]
    [InlineData("a = ${open", "line 1, column 5")]
    [InlineData("a..b = 1", "line 1, column 3")]
    [InlineData("= 1", "line 1, column 1")]
    [InlineData("a = x@y", "line 1, column 6")]
    [InlineData("a = { b = 1 } [2]", "line 1, column 15")]
    [InlineData("a = 1, b = 2 } c = 3", "line 1, column 14")]
    [InlineData("{ a = 1 } b = 2", "line 1, column 11")]
    [InlineData("include \"x\"", "line 1, column 1")]
    [InlineData("a = x\na += 1", "line 2, column 3")]
    [InlineData("a { b = 1 } c = 2", "line 1, column 13")]
    public void An_error_names_its_place(string text, string place)
    {
        var error = Assert.Throws<FormatException>(() => ConfigurationFactory.ParseString(text));
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_an_error_and_not_a_crash()
    {
        foreach (var text in new[]
        {
            string.Concat(Enumerable.Repeat("a {", 100_000)),
            "a = " + new string('[', 100_000),
            string.Join('.', Enumerable.Repeat("a", 100_000)) + " = 1",
            "a = ${" + string.Join('.', Enumerable.Repeat("a", 100_000)) + "}",
        })
        {
            Assert.Throws<FormatException>(() => ConfigurationFactory.ParseString(text));
        }
    }

    [Fact]
    public void An_include_of_itself_is_an_error_and_not_a_crash() =>
        Assert.Throws<FormatException>(() => Including("include \"self\""));

    private static Config Including(string text) => ConfigurationFactory.ParseString(text, _ => Including(text).AsRoot());
}
#endif
