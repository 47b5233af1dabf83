using System.Text.Json;
using ToolZero.Core.Calls;
using ToolZero.Core.Json;
using ToolZero.Core.Randomness;
using ToolZero.Core.Tests.Calls;

namespace ToolZero.Core.Tests.Json;

public sealed class PythonJsonReaderSpecs
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData(" \t\r\n-0 ", "0")]
    [InlineData("1.0", "1.0")]
    [InlineData("1e2", "100.0")]
    [InlineData("1E400", "Infinity")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("NaN", "NaN")]
    [InlineData("[-Infinity,Infinity]", "[-Infinity, Infinity]")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("""{"a":1,"b":2,"a":3}""", """{"a": 3, "b": 2}""")]
    [InlineData("""{"\u0061": "\ud83d\ude00\/"}""", "{\"a\": \"\U0001f600/\"}")]
    [InlineData("\"a\u007f\u2028\"", "\"a\u007f\u2028\"")]
    [InlineData("""[[],{},"",null,true,false]""", """[[], {}, "", null, true, false]""")]
    public void What_Python_reads_is_read_with_its_types(string text, string written)
    {
        var parse = PythonJsonReader.Parse(text);
        Assert.Null(parse.Error);
        Assert.Equal(written, PythonJsonWriter.Write(parse.Value!));
    }

    [Theory]
    [InlineData("", "value expected")]
    [InlineData("{'a': 1}", "property name expected")]
    [InlineData("[1,]", "value expected")]
    [InlineData("{\"a\":1,}", "property name expected")]
    [InlineData("01", "text after the value")]
    [InlineData("1.", "text after the value")]
    [InlineData("+1", "value expected")]
    [InlineData("-", "digit expected")]
    [InlineData(".5", "value expected")]
    [InlineData("nan", "value expected")]
    [InlineData("\"a\nb\"", "control character in a string")]
    [InlineData("\"\\x41\"", "unknown escape in a string")]
    [InlineData("\"\\u00g0\"", "\\u needs four hexadecimal digits")]
    [InlineData("\"a", "string without end")]
    [InlineData("\"a\\", "string without end")]
    [InlineData("[1 2]", "',' or ']' expected")]
    [InlineData("{\"a\" 1}", "':' expected")]
    [InlineData("\u00a01", "value expected")]
    [InlineData("\ufeff1", "value expected")]
    [InlineData("1 1", "text after the value")]
    public void What_Python_refuses_is_refused_with_a_reason(string text, string error) => Assert.Equal(error, PythonJsonReader.Parse(text).Error);

    [Fact]
    public void Halves_of_surrogate_pairs_are_kept() =>
        Assert.Equal(new CallValue.Text("\ud800x"), PythonJsonReader.Parse("\"\\ud800x\"").Value);

    [Fact]
    public void Depth_length_and_digits_are_bounded()
    {
        Assert.True(PythonJsonReader.Parse(new string('[', 900) + new string(']', 900)).IsSuccess);
        Assert.Contains("nests deeper", PythonJsonReader.Parse(new string('[', 10_000)).Error, StringComparison.Ordinal);
        Assert.Contains("longer than", PythonJsonReader.Parse(new string(' ', PythonJsonReader.MaxLength + 1)).Error, StringComparison.Ordinal);
        Assert.True(PythonJsonReader.Parse(new string('9', 4300)).IsSuccess);
        Assert.True(PythonJsonReader.Parse("-" + new string('9', 4300)).IsSuccess);
        Assert.Contains("digits", PythonJsonReader.Parse(new string('9', 4301)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_that_JSON_accepts_are_read_alike_and_written_back_equal()
    {
        for (ulong seed = 0; seed < 3000; seed++)
        {
            var random = new RandomStream(seed, 11);
            var call = RandomCalls.Calls(random).FirstOrDefault();
            if (call is null || !call.Arguments.All(a => CallValueJson.CanWrite(a.Value))) continue;
            foreach (var (_, value) in call.Arguments)
            {
                var text = PythonJsonWriter.Write(value);
                Assert.Equal(value, PythonJsonReader.Parse(text).Value);
                if (text.Contains("Infinity", StringComparison.Ordinal)) continue;
                using var json = JsonDocument.Parse(text);
                Assert.Equal(value, CallValueJson.Read(json.RootElement));
            }
        }
    }

    [Fact]
    public void Damaged_texts_never_throw()
    {
        const string Text = """{"name": "f", "parameters": {"a": [1, 2.5e3, "é\n\u00e9"], "b": {"c": null, "d": [true, false]}}}""";
        var read = 0;
        for (ulong seed = 0; seed < 20_000; seed++)
            if (PythonJsonReader.Parse(RandomCalls.Mutate(new RandomStream(seed, 12), Text)).IsSuccess) read++;
        Assert.InRange(read, 100, 19_900);
    }
}
