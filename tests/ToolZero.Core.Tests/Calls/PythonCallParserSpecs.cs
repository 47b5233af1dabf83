using System.Numerics;
using ToolZero.Core.Calls;

namespace ToolZero.Core.Tests.Calls;

public sealed class PythonCallParserSpecs
{
    [Theory]
    [InlineData("f()", 1)]
    [InlineData("[f()]", 1)]
    [InlineData("[]", 0)]
    [InlineData(" [ f ( a = 1 ) , g.h ( ) , ] ", 2)]
    [InlineData("[\n  f(\n    a=1, # the first\n    b=2,\n  ),\n]\n# done", 1)]
    [InlineData("([(f(a=(1)))])", 1)]
    [InlineData("# nothing fits\n[]", 0)]
    [InlineData("a . b . c(x=1)", 1)]
    [InlineData("f(from='Rome', class=2)", 1)]
    [InlineData("f(größe=1)", 1)]
    public void Lists_and_bare_calls_parse(string text, int calls)
    {
        var parse = PythonCallParser.Parse(text);
        Assert.Null(parse.Error);
        Assert.Equal(calls, parse.Calls.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("f")]
    [InlineData("No function fits.")]
    [InlineData("f(1)")]
    [InlineData("f(a=1, 2)")]
    [InlineData("f(a=1, a=2)")]
    [InlineData("f(**k)")]
    [InlineData("f(*k)")]
    [InlineData("f(a==1)")]
    [InlineData("f(a:=1)")]
    [InlineData("f(a=b)")]
    [InlineData("f(a=g())")]
    [InlineData("f(a=1 b=2)")]
    [InlineData("f(a=1")]
    [InlineData("[f(a=1)")]
    [InlineData("f(a=1)]")]
    [InlineData("f(a=1), g(b=2)")]
    [InlineData("(f(a=1), g(b=2))")]
    [InlineData("[f(a=1)][f(a=1)]")]
    [InlineData("f(a=1)(b=2)")]
    [InlineData("[[f(a=1)]]")]
    [InlineData("[,]")]
    [InlineData("[f(),,g()]")]
    [InlineData("f(,)")]
    [InlineData("f(a=1,,b=2)")]
    [InlineData("[1]")]
    [InlineData("{'f': 1}")]
    [InlineData("f\n(a=1)")]
    [InlineData("f(a={1, 2})")]
    [InlineData("f(a={[1]: 2})")]
    [InlineData("f(a={(1, [2]): 2})")]
    [InlineData("f(a=b'x')")]
    [InlineData("f(a=f'x')")]
    [InlineData("f(a='x'b'y')")]
    [InlineData("f(a='x'.y)")]
    [InlineData("f(a=1+2)")]
    [InlineData("f(a=--1)")]
    [InlineData("f(a=-True)")]
    [InlineData("f(a=1j)")]
    [InlineData("f(a=...)")]
    [InlineData("f(a=[1 for x in y])")]
    [InlineData("f(a=[*b])")]
    [InlineData("f(a=(,))")]
    [InlineData("True()")]
    [InlineData("f(None=1)")]
    [InlineData("1.f()")]
    [InlineData(".f()")]
    [InlineData("f.(a=1)")]
    [InlineData("f(a='x\ny')")]
    [InlineData("f(a='x)")]
    [InlineData("f(a='''x''')'")]
    [InlineData("f(a='\\x4')")]
    [InlineData("f(a='\\u00e')")]
    [InlineData("f(a='\\U00110000')")]
    [InlineData("f(a='\\N{DEGREE SIGN}')")]
    [InlineData("f(a='\0')")]
    [InlineData("f(a=\u00a01)")]
    public void Anything_else_is_unparsable(string text)
    {
        var parse = PythonCallParser.Parse(text);
        Assert.False(parse.IsSuccess);
        Assert.Empty(parse.Calls);
        Assert.InRange(parse.Position, 0, text.Length);
    }

    [Theory]
    [InlineData("'it\\'s'", "it's")]
    [InlineData("\"a\\\"b\"", "a\"b")]
    [InlineData("'''a\n'b' '''", "a\n'b' ")]
    [InlineData("\"\"\"a\r\nb\"\"\"", "a\nb")]
    [InlineData("'a' \"b\"\n'c'", "abc")]
    [InlineData("r'\\n\\'' u'x'", "\\n\\'x")]
    [InlineData("'\\x41\\u00e9\\U0001F600\\101\\0'", "Aé😀A\0")]
    [InlineData("'\\a\\b\\f\\n\\r\\t\\v\\\\'", "\a\b\f\n\r\t\v\\")]
    [InlineData("'\\d\\ \\é'", "\\d\\ \\é")]
    [InlineData("'a\\\nb'", "ab")]
    [InlineData("''", "")]
    [InlineData("''''x'''", "'x")]
    [InlineData("'#,)]'", "#,)]")]
    public void Strings_have_Python_escapes(string literal, string value) => Assert.Equal(new CallValue.Text(value), ValueOf(literal));

    [Theory]
    [InlineData("5", 5)]
    [InlineData("-5", -5)]
    [InlineData("+5", 5)]
    [InlineData("- 5", -5)]
    [InlineData("000", 0)]
    [InlineData("1_000", 1000)]
    [InlineData("0x_fF", 255)]
    [InlineData("0o17", 15)]
    [InlineData("0B101", 5)]
    [InlineData("-0x10", -16)]
    [InlineData("-(1)", -1)]
    [InlineData("+(\n( 2 ))", 2)]
    public void Integers_have_Python_spellings(string literal, long value) =>
        Assert.Equal(new CallValue.Integer(value), ValueOf(literal));

    [Theory]
    [InlineData("5.0", 5)]
    [InlineData("5.", 5)]
    [InlineData(".5", 0.5)]
    [InlineData("1e3", 1000)]
    [InlineData("1_0.0_1E-2", 0.1001)]
    [InlineData("-00.5", -0.5)]
    [InlineData("09.5", 9.5)]
    [InlineData("1e999", double.PositiveInfinity)]
    public void Reals_have_Python_spellings(string literal, double value) => Assert.Equal(new CallValue.Real(value), ValueOf(literal));

    [Theory]
    [InlineData("-(True)")]
    [InlineData("-(1, 2)")]
    [InlineData("-((1)")]
    [InlineData("1__0")]
    [InlineData("1_")]
    [InlineData("_1")]
    [InlineData("007")]
    [InlineData("0x")]
    [InlineData("0x_")]
    [InlineData("0b12")]
    [InlineData("0o8")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1a")]
    [InlineData("1.2.3")]
    [InlineData("1._5")]
    public void Malformed_numbers_are_refused(string literal) => Assert.False(PythonCallParser.Parse($"f(a={literal})").IsSuccess);

    [Fact]
    public void Large_integers_keep_every_digit() =>
        Assert.Equal(new CallValue.Integer(BigInteger.Pow(10, 40) + 1), ValueOf("1" + new string('0', 39) + "1"));

    [Fact]
    public void Types_of_values_are_told_apart()
    {
        CallValue[] values = [ValueOf("1"), ValueOf("1.0"), ValueOf("'1'"), ValueOf("True"), ValueOf("None")];
        Assert.Equal(5, values.Distinct().Count());
    }

    [Fact]
    public void A_tuple_equals_a_list_and_parentheses_alone_make_no_tuple()
    {
        Assert.Equal(ValueOf("[1, 'a']"), ValueOf("(1, 'a',)"));
        Assert.Equal(ValueOf("[1]"), ValueOf("(1,)"));
        Assert.Equal(ValueOf("1"), ValueOf("(1)"));
        Assert.Equal(ValueOf("[]"), ValueOf("()"));
    }

    [Fact]
    public void Order_of_keys_is_ignored_and_the_last_value_of_a_key_counts()
    {
        Assert.Equal(ValueOf("{'a': 1, 'b': 2}"), ValueOf("{'b': 2, 'a': 0, 'a': 1,}"));
        Assert.Equal(PythonCallParser.Parse("f(a=1, b=2)").Calls[0], PythonCallParser.Parse("f(b=2, a=1)").Calls[0]);
    }

    [Fact]
    public void Depth_length_and_count_are_bounded()
    {
        string Nested(int depth) => $"f(a={new string('[', depth)}{new string(']', depth)})";
        Assert.True(PythonCallParser.Parse(Nested(PythonCallParser.MaxDepth - 1)).IsSuccess);
        Assert.False(PythonCallParser.Parse(Nested(PythonCallParser.MaxDepth)).IsSuccess);
        Assert.False(PythonCallParser.Parse(new string('(', 60_000)).IsSuccess);
        Assert.False(PythonCallParser.Parse("f(a='" + new string('x', PythonCallParser.MaxLength) + "')").IsSuccess);
        string Calls(int count) => $"[{string.Join(",", Enumerable.Repeat("f()", count))}]";
        Assert.True(PythonCallParser.Parse(Calls(PythonCallParser.MaxCalls)).IsSuccess);
        Assert.False(PythonCallParser.Parse(Calls(PythonCallParser.MaxCalls + 1)).IsSuccess);
    }

    [Fact]
    public void An_error_says_where()
    {
        var parse = PythonCallParser.Parse("  f(a=1, b=city)");
        Assert.Equal("not a literal value", parse.Error);
        Assert.Equal(11, parse.Position);
    }

    private static CallValue ValueOf(string literal)
    {
        var parse = PythonCallParser.Parse($"f(a={literal})");
        Assert.Null(parse.Error);
        return parse.Calls.Single().Arguments.Single().Value;
    }
}
