using ToolZero.Core.Calls;
using ToolZero.Core.Json;

namespace ToolZero.Core.Tests.Json;

public sealed class PythonEqualitySpecs
{
    [Theory]
    [InlineData("1", "1.0", true)]
    [InlineData("1", "true", true)]
    [InlineData("0.0", "false", true)]
    [InlineData("0", "-0.0", true)]
    [InlineData("1", "\"1\"", false)]
    [InlineData("null", "0", false)]
    [InlineData("\"\"", "null", false)]
    [InlineData("9007199254740993", "9007199254740992.0", false)]
    [InlineData("9007199254740992", "9007199254740992.0", true)]
    [InlineData("1e400", "Infinity", true)]
    [InlineData("NaN", "NaN", false)]
    [InlineData("[NaN]", "[NaN]", true)]
    [InlineData("""{"a": NaN}""", """{"a": NaN}""", true)]
    [InlineData("""{"a": 1, "b": 2}""", """{"b": 2.0, "a": true}""", true)]
    [InlineData("""{"a": 1}""", """{"a": 1, "b": 2}""", false)]
    [InlineData("[1, 2]", "[2, 1]", false)]
    [InlineData("[]", "{}", false)]
    [InlineData("[[1.0]]", "[[1]]", true)]
    public void Values_are_equal_where_Python_holds_them_equal(string left, string right, bool equal)
    {
        var (a, b) = (PythonJsonReader.Parse(left).Value!, PythonJsonReader.Parse(right).Value!);
        Assert.Equal(equal, PythonEquality.AreEqual(a, b));
        Assert.Equal(equal, PythonEquality.AreEqual(b, a));
    }

    [Theory]
    [InlineData("{1: 2}", "{1: 2}", true)]
    [InlineData("{1: 2}", "{1.0: 2, }", true)]
    [InlineData("{True: 2}", "{1: 2}", true)]
    [InlineData("{1: 2}", "{'1': 2}", false)]
    [InlineData("{None: 2}", "{'None': 2}", false)]
    [InlineData("{(1, 'a'): 2}", "{(1.0, 'a'): 2}", true)]
    [InlineData("{(1, 2): 2}", "{(2, 1): 2}", false)]
    [InlineData("{1: 'a', True: 'b'}", "{1: 'b'}", true)]
    [InlineData("{1: 'a', 2: 'b'}", "{1: 'a', 3: 'b'}", false)]
    [InlineData("{9007199254740993: 1}", "{9007199254740992.0: 1}", false)]
    public void Keys_of_any_kind_are_equal_where_Python_holds_them_equal(string left, string right, bool equal)
    {
        var (a, b) = (PythonLiteral.Read(left, out _)!, PythonLiteral.Read(right, out _)!);
        Assert.Equal(equal, PythonEquality.AreEqual(a, b));
        Assert.Equal(equal, PythonEquality.AreEqual(b, a));
    }
}
