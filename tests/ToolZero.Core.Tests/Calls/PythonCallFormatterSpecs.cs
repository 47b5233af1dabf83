using ToolZero.Core.Calls;
using ToolZero.Core.Randomness;

namespace ToolZero.Core.Tests.Calls;

public sealed class PythonCallFormatterSpecs
{
    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1.0, "1.0")]
    [InlineData(100.0, "100.0")]
    [InlineData(0.1, "0.1")]
    [InlineData(-2.5, "-2.5")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(0.000123, "0.000123")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(1.5e16, "1.5e+16")]
    [InlineData(123456789012345680.0, "1.2345678901234568e+17")]
    [InlineData(9007199254740993.0, "9007199254740992.0")]
    [InlineData(1e22, "1e+22")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157e+308")]
    [InlineData(double.NegativeInfinity, "-1e999")]
    [InlineData(3.14, "3.14")]
    public void Reals_read_as_in_Python(double value, string text) => Assert.Equal(text, PythonCallFormatter.FormatReal(value));

    [Theory]
    [InlineData("plain", "'plain'")]
    [InlineData("it's", "\"it's\"")]
    [InlineData("\"q\"", "'\"q\"'")]
    [InlineData("it's \"q\"", "'it\\'s \"q\"'")]
    [InlineData("a\\b\n\t\r", "'a\\\\b\\n\\t\\r'")]
    [InlineData("é😀", "'é😀'")]
    [InlineData("\u00a0\u200b\x7f\0", "'\\xa0\\u200b\\x7f\\x00'")]
    [InlineData("\U000E0001", "'\\U000e0001'")]
    public void Strings_read_as_in_Python(string value, string text) =>
        Assert.Equal(text, PythonCallFormatter.FormatValue(new CallValue.Text(value)));

    [Fact]
    public void The_quote_style_turns_the_preference_round()
    {
        Assert.Equal("\"a\"", PythonCallFormatter.FormatValue(new CallValue.Text("a"), QuoteStyle.Double));
        Assert.Equal("'a\"b'", PythonCallFormatter.FormatValue(new CallValue.Text("a\"b"), QuoteStyle.Double));
    }

    [Fact]
    public void Calls_read_as_in_the_method()
    {
        const string text = "[name1(p1='x', p2=[1, 2.5, None]), a.b(c={'k': True, (1,): 'y'})]";
        Assert.Equal(text, PythonCallFormatter.Format(PythonCallParser.Parse(text).Calls));
        Assert.Equal("[]", PythonCallFormatter.Format([]));
    }

    [Fact]
    public void What_is_written_reads_back_equal()
    {
        for (ulong seed = 0; seed < 5000; seed++)
        {
            var calls = RandomCalls.Calls(new RandomStream(seed));
            foreach (var style in new[] { QuoteStyle.Single, QuoteStyle.Double })
            {
                var text = PythonCallFormatter.Format(calls, style);
                var parse = PythonCallParser.Parse(text);
                Assert.True(parse.IsSuccess, $"{seed}: {parse.Error} in {text}");
                Assert.True(calls.SequenceEqual(parse.Calls), $"{seed}: {text} reads back as {PythonCallFormatter.Format(parse.Calls)}");
            }
        }
    }
}
