using ToolZero.Core.Evaluation.Bfcl;
using ToolZero.Core.Evaluation.Bfcl.Decoding;
using ToolZero.Core.Evaluation.Python;

namespace ToolZero.Core.Tests.Evaluation.Bfcl;

public sealed class PromptedDecoderSpecs
{
    [Theory]
    [InlineData("[f(a=1)]", "f{\"a\": 1}")]
    [InlineData("f(a=1)", "f{\"a\": 1}")]
    [InlineData("```\n[f(a=1), g(b='x')]\n```", "f{\"a\": 1} g{\"b\": \"x\"}")]
    [InlineData("`f(a=1)", "f{\"a\": 1}")]
    [InlineData("[]", "")]
    [InlineData("", "")]
    [InlineData("f(a=1),", "f{\"a\": 1}")]
    [InlineData("a.b.c(x=1)", "a.b.c{\"x\": 1}")]
    [InlineData("a().b(x=1)", "b{\"x\": 1}")]
    [InlineData("(a)(x=1)", "a{\"x\": 1}")]
    public void Text_around_the_list_is_trimmed_and_missing_brackets_are_added(string text, string calls) => Assert.Equal(calls, Decoded(text));

    [Theory]
    [InlineData("f(1, a=2)", "f{\"a\": 2}")]
    [InlineData("f(*x, a=2)", "f{\"a\": 2}")]
    [InlineData("f(a=1, a=2)", "f{\"a\": 2}")]
    [InlineData("f(**{'a': 1})", "f{\"null\": {\"a\": 1}}")]
    public void Positional_arguments_are_dropped_and_the_last_of_a_keyword_counts(string text, string calls) => Assert.Equal(calls, Decoded(text));

    [Theory]
    [InlineData("true", "\"true\"")]
    [InlineData("True", "true")]
    [InlineData("None", "null")]
    [InlineData("...", "\"...\"")]
    [InlineData("x", "\"x\"")]
    [InlineData("-5", "-5")]
    [InlineData("+5", "-5")]
    [InlineData("~5", "-5")]
    [InlineData("not True", "-1")]
    [InlineData("5.0", "5.0")]
    [InlineData("1_000", "1000")]
    [InlineData("0x1F", "31")]
    [InlineData("'a' 'b'", "\"ab\"")]
    [InlineData("(1, 'x')", "[1, \"x\"]")]
    [InlineData("{'k': [1, {'l': None}]}", "{\"k\": [1, {\"l\": null}]}")]
    [InlineData("{1: 2, True: 3}", "{\"1\": 3}")]
    public void Values_are_what_the_leaderboard_reads(string source, string json) => Assert.Equal($"f{{\"a\": {json}}}", Decoded($"f(a={source})"));

    [Theory]
    [InlineData("1+2", "3")]
    [InlineData("10/4", "2.5")]
    [InlineData("-7//2", "-4")]
    [InlineData("-7 % 3", "2")]
    [InlineData("7.5 // -2", "-4.0")]
    [InlineData("2**10", "1024")]
    [InlineData("2**-1", "0.5")]
    [InlineData("'a'+'b'*2", "\"abb\"")]
    [InlineData("[1]+[2]*2", "[1, 2, 2]")]
    [InlineData("True & False", "false")]
    [InlineData("True + 1", "2")]
    [InlineData("1 << 4 | 1", "17")]
    [InlineData("~5 + 1", "-5")]
    [InlineData("'%s-%d' % ('x', 3)", "\"x-3\"")]
    [InlineData("[{'a': 1}] * 2", "[{\"a\": 1}, {\"a\": 1}]")]
    [InlineData("[{'a': 1}] + [{'b': 2}]", "[{\"a\": 1}, {\"b\": 2}]")]
    [InlineData("{'x': 1} | {'y': 2, 'x': 3}", "{\"x\": 3, \"y\": 2}")]
    [InlineData("(1 if True else 2) * 3", "3")]
    [InlineData("(1 if [] else 2) * 3", "6")]
    [InlineData("[1, 2][0] + 1", "2")]
    [InlineData("(1, 2)[-1] * 2", "4")]
    [InlineData("'abc'[-1] + 'd'", "\"cd\"")]
    [InlineData("{'a': 1}['a'] + 1", "2")]
    [InlineData("([] or [1]) * 2", "[1, 1]")]
    [InlineData("(1 and 0) + 1", "1")]
    [InlineData("(0 or 2 or 1/0) + 1", "3")]
    [InlineData("(not []) + 1", "2")]
    public void Arithmetic_of_literals_is_evaluated(string source, string json) => Assert.Equal($"f{{\"a\": {json}}}", Decoded($"f(a={source})"));

    [Theory]
    [InlineData("'%.2f' % 3.14159", "3.14")]
    [InlineData("'%.2f' % 2.675", "2.67")]
    [InlineData("'%.0f' % 0.5", "0")]
    [InlineData("'%.0f' % 1.5", "2")]
    [InlineData("'%.f' % 2.5", "2")]
    [InlineData("'%f' % 1e22", "10000000000000000000000.000000")]
    [InlineData("'%.20f' % 0.1", "0.10000000000000000555")]
    [InlineData("'%.1f' % 5e-324", "0.0")]
    [InlineData("'%8.3f' % -1.0005", "  -1.000")]
    [InlineData("'%+06.1f' % 2.25", "+002.2")]
    [InlineData("'%10.4f|' % 3", "    3.0000|")]
    [InlineData("'%05d' % 7", "00007")]
    [InlineData("'%-05d|' % 7", "7    |")]
    [InlineData("'%+d' % 3", "+3")]
    [InlineData("'% d' % 7", " 7")]
    [InlineData("'%i%%' % 99.9", "99%")]
    [InlineData("'%-5s|' % 'x'", "x    |")]
    [InlineData("'%05s' % 'x'", "    x")]
    [InlineData("'%.3s' % 'abcdef'", "abc")]
    [InlineData("'%5r' % 'x'", "  'x'")]
    public void Fields_of_a_format_are_written_as_Python_writes_them(string source, string text) => Assert.Equal($"f{{\"a\": \"{text}\"}}", Decoded($"f(a={source})"));

    [Fact]
    public void Line_ends_are_one_and_the_same_and_other_separators_stay_in_their_texts() =>
        Assert.Equal("f{\"a\": \"x\u2028y\u2029\u0085z\", \"b\": 1}", Decoded("[f(a='x\u2028y\u2029\u0085z',\r\n b=\r1)]"));

    [Theory]
    [InlineData("datetime.now()", "\"datetime.now()\"")]
    [InlineData("g( \"x\" ,1)", "\"g('x', 1)\"")]
    [InlineData("g(b=1)", "{\"g\": {\"b\": 1}}")]
    [InlineData("x [ 1:2 ]", "\"x[1:2]\"")]
    [InlineData("x['k'].y()", "\"x['k'].y()\"")]
    [InlineData("x[1,2]", "\"x[(1, 2)]\"")]
    [InlineData("g(a if b else c, lambda x, y=1: -x ** 2, [i for i in j if k])", "\"g(a if b else c, lambda x, y=1: -x ** 2, [i for i in j if k])\"")]
    [InlineData("g(not (a and b) or c<d<=e)", "\"g(not (a and b) or c < d <= e)\"")]
    public void Nested_calls_and_subscripts_become_their_source_or_a_dictionary(string source, string json) => Assert.Equal($"f{{\"a\": {json}}}", Decoded($"f(a={source})"));

    [Theory]
    [InlineData("I cannot help with that.")]
    [InlineData("[f(a=1), 2]")]
    [InlineData("[f(a=1)] and more")]
    [InlineData("[f(a=1)][0]")]
    [InlineData("'[f(a=1)]'")]
    [InlineData("f(a=1")]
    [InlineData("f(a=1, 2)")]
    [InlineData("f(a=b or c)")]
    [InlineData("f(a=x.y)")]
    [InlineData("f(a={1, 2})")]
    [InlineData("f(a={[1]: 2})")]
    [InlineData("f(a={**b})")]
    [InlineData("f(a=[*b])")]
    [InlineData("f(a=lambda: 1)")]
    [InlineData("f(a=[x for x in y])")]
    [InlineData("f(a=f'{x}')")]
    [InlineData("f(a=--1)")]
    [InlineData("f(a=-x)")]
    [InlineData("f(a=-'x')")]
    [InlineData("f(a=x+1)")]
    [InlineData("f(a=1/0)")]
    [InlineData("f(a=1+[1])")]
    [InlineData("f(a=[{[1]: 2}]*2)")]
    [InlineData("f(a=[{**{}}]*2)")]
    [InlineData("f(a=[1][5]+1)")]
    [InlineData("f(a='%d' % 'x')")]
    [InlineData("f(a='%d %d' % 1)")]
    [InlineData("f(a='%y' % 1)")]
    [InlineData("f(a='%5' % 1)")]
    [InlineData("f(from=1)")]
    [InlineData("f(a=012)")]
    [InlineData("f(a='x\ny')")]
    [InlineData("f(a=\u00a01)")]
    [InlineData("f(a=1)\0")]
    public void What_the_leaderboard_cannot_read_fails_to_decode(string text)
    {
        var decoding = PromptedDecoder.Decode(text, BfclLanguage.Python);
        Assert.Equal(BfclErrors.DecoderFailed, decoding.ErrorType);
        Assert.False(string.IsNullOrEmpty(decoding.Error));
        Assert.Empty(decoding.Calls);
    }

    [Fact]
    public void Half_a_surrogate_pair_fails_to_decode() =>
        Assert.Equal(BfclErrors.DecoderFailed, PromptedDecoder.Decode("f(a='\ud800')", BfclLanguage.Python).ErrorType);

    [Theory]
    [InlineData("1", "+1", "")]
    [InlineData("g(1", "+1", ")")]
    [InlineData("g", ".x", "()")]
    [InlineData("g", "[0]", "")]
    [InlineData("g", "()", "")]
    public void Chains_are_read_as_far_as_CPython_writes_them(string begin, string link, string end)
    {
        Assert.StartsWith("f{", Decoded($"f(a={begin}{string.Concat(Enumerable.Repeat(link, 330))}{end})"), StringComparison.Ordinal);

        // Two shorter chains, one inside the other, make a tree that is as deep as one long one.
        var half = string.Concat(Enumerable.Repeat(link, 210));
        Assert.Equal(BfclErrors.DecoderFailed, PromptedDecoder.Decode($"f(a=({begin}{half}{end}){half})", BfclLanguage.Python).ErrorType);
    }

    private static string Decoded(string text, BfclLanguage language = BfclLanguage.Python)
    {
        var decoding = PromptedDecoder.Decode(text, language);
        Assert.Null(decoding.Error);
        return string.Join(' ', decoding.Calls.Select(c => c.Name + PyJson.Write(c.Arguments)));
    }
}
