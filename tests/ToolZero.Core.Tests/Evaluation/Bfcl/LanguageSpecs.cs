namespace ToolZero.Core.Tests.Evaluation.Bfcl;

public sealed class LanguageSpecs
{
    [Theory]
    [InlineData("integer", "-5", "[-5]", null)]
    [InlineData("integer", "5L", "[5]", "type_error:simple")]
    [InlineData("integer", "n", "[\"n\"]", null)]
    [InlineData("long", "5L", "[5]", null)]
    [InlineData("long", "5", "[5]", "type_error:simple")]
    [InlineData("float", "1.5f", "[1.5]", null)]
    [InlineData("float", "1.5", "[1.5]", "type_error:simple")]
    [InlineData("double", "15e-1", "[1.5]", null)]
    [InlineData("double", "2", "[2.0]", null)]
    [InlineData("boolean", "true", "[true]", null)]
    [InlineData("boolean", "True", "[true]", "type_error:simple")]
    [InlineData("char", "'x'", "[\"'x'\"]", null)]
    [InlineData("String", "Hello World", "[\"hello-world\"]", null)]
    [InlineData("any", "x.y()", "[\"xy()\"]", null)]
    [InlineData("HashMap", "new HashMap<String, Object>() {{ put(\\\"a\\\", 1); put(\\\"b\\\", \\\"x\\\"); }}", "[{\"a\": [1], \"b\": [\"x\"]}]", null)]
    [InlineData("HashMap", "new HashMap<>()", "[{\"a\": [1, \"\"]}]", null)]
    [InlineData("HashMap", "Map.of()", "[{\"a\": [1, \"\"]}]", "type_error:simple")]
    public void Java_source_is_converted_by_the_declared_type(string type, string source, string answer, string? error) =>
        Assert.Equal(error, Verdict("simple_java", $$$"""{"type": "{{{type}}}"}""", $"\"{source}\"", answer));

    [Theory]
    [InlineData("Array", "String", "new String[]{\\\"a\\\", \\\"b\\\"}", "[[\"\\\"a\\\"\", \"\\\"b\\\"\"]]", null)]
    [InlineData("Array", "integer", "x = new int[] { 1, 2, }", "[[1, 2]]", null)]
    [InlineData("Array", "integer", "new int[]{1, x}", "[[1, 2]]", "type_error:nested")]
    [InlineData("Array", "integer", "{1, 2}", "[[1, 2]]", "type_error:simple")]
    [InlineData("ArrayList", "String", "new ArrayList<String>(Arrays.asList(\\\"a\\\", \\\"b\\\"))", "[[\"a\", \"b\"]]", null)]
    [InlineData("ArrayList", "integer", "new ArrayList<>() {{ add(1); add(2); }}", "[[1, 2]]", null)]
    [InlineData("ArrayList", "long", "new ArrayList<>()", "[\"\", [1]]", null)]
    public void Java_collections_are_found_in_the_source(string type, string items, string source, string answer, string? error) =>
        Assert.Equal(error, Verdict("simple_java", $$$"""{"type": "{{{type}}}", "items": {"type": "{{{items}}}"}}""", $"\"{source}\"", answer));

    [Theory]
    [InlineData("String", "'x y'", "[\"xy\"]", null)]
    [InlineData("String", "x y", "[\"xy\"]", null)]
    [InlineData("integer", "-7", "[-7]", null)]
    [InlineData("float", "7", "[7.0]", null)]
    [InlineData("float", "1e3", "[1000.0]", "type_error:simple")]
    [InlineData("Bigint", "9n", "[9]", null)]
    [InlineData("Bigint", "9", "[9]", "type_error:simple")]
    [InlineData("Boolean", "false", "[false]", null)]
    [InlineData("dict", "{a: 1, 'b': \\\"x, y\\\", c: [1, 2]}", "[{\"a\": [1], \"b\": [\"xy\"], \"c\": [[1, 2]]}]", null)]
    [InlineData("dict", "{}", "[{\"a\": [1, \"\"]}]", null)]
    [InlineData("dict", "{a: {b: 1}}", "[{\"a\": [\"{b: 1\"]}]", null)]
    [InlineData("dict", "state", "[\"state\"]", null)]
    public void JavaScript_source_is_converted_by_the_declared_type(string type, string source, string answer, string? error) =>
        Assert.Equal(error, Verdict("simple_javascript", $$$"""{"type": "{{{type}}}"}""", $"\"{source}\"", answer));

    [Theory]
    [InlineData("String", "['a', \\\"b\\\"]", "[[\"a\", \"b\"]]", null)]
    [InlineData("integer", "new Array(1, 2)", "[[1, 2]]", null)]
    [InlineData("float", "[]", "[\"\", [1.5]]", null)]
    [InlineData("String", "[[1, 2], ['x']]", "[[[1, 2], [\"x\"]]]", null)]
    public void JavaScript_arrays_are_read(string items, string source, string answer, string? error) =>
        Assert.Equal(error, Verdict("simple_javascript", $$$"""{"type": "array", "items": {"type": "{{{items}}}"}}""", $"\"{source}\"", answer));

    [Theory]
    [InlineData("simple_java", "type_error:java")]
    [InlineData("simple_javascript", "type_error:js")]
    public void Every_argument_is_a_string_of_source(string category, string error) => Assert.Equal(error, Verdict(category, """{"type": "integer"}""", "5", "[5]"));

    private static string? Verdict(string category, string parameter, string value, string answer) =>
        Question.Verdict(Question.Of(category, $"\"a\": {parameter}", $"\"a\": {answer}"), $$$"""[{"f": {"a": {{{value}}}}}]""");
}
