using ToolZero.Core.Calls;
using ToolZero.Core.Json;

namespace ToolZero.Core.Tests.Json;

public sealed class PythonJsonWriterSpecs
{
    [Theory]
    [InlineData("{1: 2, -1.5: None, True: 0.0, None: 'x'}", """{"1": 2, "-1.5": null, "true": 0.0, "null": "x"}""")]
    [InlineData("{'b': 1, 'a': {2: 1, '1': 2}}", """{"b": 1, "a": {"2": 1, "1": 2}}""")]
    public void Keys_that_are_no_strings_are_written_as_Python_writes_them(string value, string json) => Assert.Equal(json, PythonJsonWriter.Write(Value(value)));

    [Fact]
    public void Keys_are_sorted_by_what_is_written() =>
        Assert.Equal("""{"1": 4, "a": {"2": 1, "3": 2}, "b": 3}""", PythonJsonWriter.WriteSorted(Value("{'b': 3, 'a': {3: 2, 2: 1}, 1: 4}")));

    [Fact]
    public void A_tuple_as_a_key_has_a_text_that_no_JSON_has()
    {
        var text = PythonJsonWriter.WriteSorted(Value("{(1, 'a'): 2}"));
        Assert.Equal("""{[1, "a"]: 2}""", text);
        Assert.False(PythonJsonReader.Parse(text).IsSuccess);
    }

    private static CallValue Value(string literal) => PythonLiteral.Read(literal, out _)!;
}
