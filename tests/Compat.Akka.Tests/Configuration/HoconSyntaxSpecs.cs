using Akka.Configuration;

namespace Compat.Akka.Tests.Configuration;

public class HoconSyntaxSpecs
{
    private static Config Parse(string text) => ConfigurationFactory.ParseString(text);

    [Theory]
    [InlineData("a = 1")]
    [InlineData("a : 1")]
    [InlineData("a=1,")]
    [InlineData("\"a\" = \"1\"")]
    [InlineData("{ a = 1 }")]
    [InlineData("a = 1 # comment")]
    [InlineData("a = 1 // comment")]
    [InlineData("# comment\r\n// another\r\na =\r\n  1\r\n")]
    [InlineData("a = 2\na = 1")]
    [InlineData("a { b = 2 }\na = 1")]
    [InlineData("a = \"\"\"1\"\"\"")]
    [InlineData("x = 1, a = ${x}")]
    public void One_setting_in_every_notation(string text)
    {
        Assert.Equal("1", Parse(text).GetString("a"));
        Assert.Equal(1, Parse(text).GetInt("a"));
    }

    [Theory]
    [InlineData("a.b.c = 5")]
    [InlineData("a { b { c = 5 } }")]
    [InlineData("a : { b.c : 5 }")]
    [InlineData("a = { b = { c = 4 } }\na.b.c = 5")]
    [InlineData("a { b { x = 1 } }\na { b { c = 5 } }")]
    [InlineData("{\"a\": {\"b\": {\"c\": 5}}}")]
    public void Dotted_keys_and_objects_are_the_same(string text) => Assert.Equal(5, Parse(text).GetInt("a.b.c"));

    [Fact]
    public void Objects_merge_and_anything_else_replaces()
    {
        var config = Parse("a { b = 1, c = 2 }\na { c = 3, d { e = 4 } }\na.d.f = 5\nl = [1, 2]\nl = [3]");
        Assert.Equal([1, 3, 4, 5], new[] { "a.b", "a.c", "a.d.e", "a.d.f" }.Select(path => config.GetInt(path)));
        Assert.Equal([3], config.GetIntList("l"));
    }

    [Fact]
    public void Texts_of_one_line_are_one_value()
    {
        var config = Parse("a = one  two\t3 # rest\nb = \"x y\"z\nc = 127.0.0.1\nd = a/b/c.txt");
        Assert.Equal("one  two\t3", config.GetString("a"));
        Assert.Equal("x yz", config.GetString("b"));
        Assert.Equal("127.0.0.1", config.GetString("c"));
        Assert.Equal("a/b/c.txt", config.GetString("d"));
    }

    [Fact]
    public void Quoted_texts_know_the_escapes_of_json_and_triple_quotes_know_none()
    {
        var config = Parse("a = \"q\\\"b\\\\s\\/n\\nt\\tu\\u00e9\"\nb = \"\"\"C:\\dir \"x\"\nline\"\"\"");
        Assert.Equal("q\"b\\s/n\nt\tu\u00e9", config.GetString("a"));
        Assert.Equal("C:\\dir \"x\"\nline", config.GetString("b"));
    }

    [Theory]
    [InlineData("a = [1, 2, 3]")]
    [InlineData("a = [1, 2, 3,]")]
    [InlineData("a = [\n 1\n 2 # two\n 3\n]")]
    [InlineData("a : [1]  [2, 3]")]
    public void Arrays_in_every_notation(string text) => Assert.Equal([1, 2, 3], Parse(text).GetIntList("a"));

    [Fact]
    public void Arrays_hold_objects_arrays_and_texts()
    {
        var items = Parse("a = [{ x = 1 }, [2, 3], four and five]").GetValue("a").GetArray();
        Assert.Equal(1, items[0].GetObject().GetKey("x").GetInt());
        Assert.Equal([2, 3], items[1].GetIntList());
        Assert.Equal("four and five", items[2].GetString());
    }

    [Fact]
    public void An_empty_array_has_no_items() => Assert.Empty(Parse("a = []").GetStringList("a"));

    [Fact]
    public void Keys_with_dots_are_read_in_quotes()
    {
        var config = Parse("\"a.b\" { \"c d\" = 1 }\nx y = 2");
        Assert.Equal(1, config.GetInt("\"a.b\".\"c d\""));
        Assert.Equal(2, config.GetInt("x y"));
        Assert.Equal("a.b", config.AsEnumerable().First().Key);
    }

    [Fact]
    public void Null_is_no_text() => Assert.Null(Parse("a = null").GetString("a", "default"));

    [Fact]
    public void Substitutions_stand_for_values_anywhere_in_the_text()
    {
        var config = Parse("a { b = hello ${name}, c = ${d} }\nname = you\nd { e = 5 }\nf = ${a.c.e}\nl = [${f}, 6]");
        Assert.Equal("hello you", config.GetString("a.b"));
        Assert.Equal(5, config.GetInt("a.c.e"));
        Assert.Equal([5, 6], config.GetIntList("l"));
    }

    [Fact]
    public void An_include_is_parsed_by_the_callback_in_its_place()
    {
        var config = ConfigurationFactory.ParseString(
            "a { b {\n include \"other\"\n z = 3\n} }",
            name => ConfigurationFactory.ParseString($"x = 1, y = ${{x}}, name = {name}").AsRoot());
        Assert.Equal([1, 1, 3], new[] { "a.b.x", "a.b.y", "a.b.z" }.Select(path => config.GetInt(path)));
        Assert.Equal("other", config.GetString("a.b.name"));
    }
}
