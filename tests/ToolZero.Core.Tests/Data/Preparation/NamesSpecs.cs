using ToolZero.Core.Calls;
using ToolZero.Core.Data.Preparation;
using ToolZero.Core.Prompts;
using static ToolZero.Core.Tests.Data.Preparation.TestTasks;

namespace ToolZero.Core.Tests.Data.Preparation;

public sealed class NamesSpecs
{
    private static readonly Core.Data.ToolTask Weather = Task("t", "Rome?", "[weather(city='Rome', days=1), time()]", Tool("time"), Tool("weather", "city", "days"));

    [Theory]
    [InlineData(true, true, "[func_2(param_1='Rome', param_2=1), func_1()]")]
    [InlineData(true, false, "[func_2(city='Rome', days=1), func_1()]")]
    [InlineData(false, true, "[weather(param_1='Rome', param_2=1), time()]")]
    public void Masked_names_count_up_in_the_order_offered(bool functions, bool parameters, string reference)
    {
        var masked = new NameMasking(functions, parameters).Apply(Weather);
        Assert.Equal(reference, PythonCallFormatter.Format(masked.Reference));
        Assert.All(masked.Reference, call => Assert.Contains(masked.Tools, tool => tool.Name == call.Name));
    }

    [Fact]
    public void Earlier_calls_in_the_dialogue_are_renamed_with_their_tools()
    {
        var task = Weather with { Messages = [.. Weather.Messages, new Message(Role.Assistant, "") { Calls = Weather.Reference }] };
        Assert.Equal("[func_2(param_1='Rome', param_2=1), func_1()]", PythonCallFormatter.Format(new NameMasking(true, true).Apply(task).Messages[1].Calls));
    }

    [Theory]
    [InlineData("""[{"name": "weather", "results": {"name": "time", "text": "weather"}}, {"name":"time"}]""", """[{"name": "func_2", "results": {"name": "time", "text": "weather"}}, {"name":"func_1"}]""")]
    [InlineData("""{"text": "\u00e9", "name": "time"}""", """{"text": "\u00e9", "name": "func_1"}""")]
    [InlineData("""{"name": "other"}""", """{"name": "other"}""")]
    [InlineData("""{"name": {"name": "time"}}""", """{"name": {"name": "time"}}""")]
    [InlineData("""{"name": "time", """, """{"name": "time", """)]
    [InlineData("time: \"name\"", "time: \"name\"")]
    public void Results_that_name_their_tool_are_renamed_and_nothing_else_in_them(string result, string renamed)
    {
        var task = Weather with { Messages = [.. Weather.Messages, new Message(Role.Tool, result), new Message(Role.User, result)] };
        Assert.Equal([renamed, result], new NameMasking(true, true).Apply(task).Messages[^2..].Select(m => m.Content));
    }

    [Fact]
    public void Names_that_no_call_can_have_get_one_and_never_the_same()
    {
        var task = Weather with { Tools = [Tool("a b", "x y", "x-y", "x_y"), Tool("a_b"), Tool("a-b"), Tool("1.2"), Tool("None"), Tool("!")] };
        var renamed = CallableNames.Apply(task with { Reference = [new ToolCall("a-b", []), new ToolCall("a b", [new Argument("x y", new CallValue.Integer(1))])] });
        Assert.Equal(["a_b_2", "a_b", "a_b_3", "_1._2", "None_", "_"], renamed.Tools.Select(t => t.Name));
        Assert.Equal(["x_y_2", "x_y_3", "x_y"], renamed.Tools[0].Parameters.Select(p => p.Name));
        Assert.Equal("[a_b_3(), a_b_2(x_y_2=1)]", PythonCallFormatter.Format(renamed.Reference));
        Assert.Same(Weather, CallableNames.Apply(Weather));
    }
}
