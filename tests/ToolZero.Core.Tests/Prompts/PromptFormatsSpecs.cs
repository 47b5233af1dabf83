using System.Text.Json;
using ToolZero.Core.Data;
using ToolZero.Core.Prompts;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Tests.Prompts;

public sealed class PromptFormatsSpecs
{
    private static readonly ToolTask Task = new(
        "t",
        "simple",
        [
            new ToolSchema("get_weather", "Weather of a city.",
            [
                new ToolParameter("city", ParameterType.String, "Where.", true, []),
                new ToolParameter("unit", ParameterType.String, "", false, ["\"celsius\"", "\"fahrenheit\""]),
                new ToolParameter("days", ParameterType.Integer, "", false, ["1", "7"]),
                new ToolParameter("tags", ParameterType.Array, "", true, [], ParameterType.String),
                new ToolParameter("grid", ParameterType.Array, "", true, []),
            ]),
            new ToolSchema("ping", "", [new ToolParameter("x", ParameterType.Number, "", true, []), new ToolParameter("o", ParameterType.Object, "", true, [])]),
        ],
        [new Message(Role.User, "Is it\nwarm?"), new Message(Role.Assistant, "Where?"), new Message(Role.Tool, "42"), new Message(Role.User, "Rome")],
        []);

    [Fact]
    public void The_compact_prompt_is_exactly_this() => Assert.Equal(
        "tools:\n"
        + "get_weather(city: str, unit?: celsius|fahrenheit, days?: 1|7, tags: [str], grid: [any])\n"
        + "ping(x: float, o: obj)\n"
        + "user: Is it warm?\n"
        + "assistant: Where?\n"
        + "tool: 42\n"
        + "user: Rome\n"
        + "assistant: ",
        new CompactPrompt().Render(Task));

    [Fact]
    public void The_full_prompt_has_tags_rules_syntax_tools_and_dialogue()
    {
        var text = new ToolZeroPrompt().Render(Task);
        foreach (var piece in new[] { "<think>", "</think>", "<answer>", "</answer>", "1. ", "2. ", "3. ", "[name1(param1=value1", ToolSchemaJson.Write(Task.Tools), "\nUser: Is it\nwarm?\n" })
            Assert.Contains(piece, text, StringComparison.Ordinal);
        Assert.EndsWith("User: Rome\nAssistant:", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_tool_list_is_JSON_on_one_line()
    {
        using var json = JsonDocument.Parse(new ToolZeroPrompt().Render(Task).Split('\n').Single(line => line.StartsWith("[{", StringComparison.Ordinal)));
        Assert.Equal(2, json.RootElement.GetArrayLength());
    }

    [Fact]
    public void Formats_are_found_by_name()
    {
        Assert.All(PromptFormats.Names, name => Assert.Equal(name, PromptFormats.Create(name).Name));
        var error = Assert.Throws<DataException>(() => PromptFormats.Create("chat"));
        Assert.Contains("compact, tool-zero", error.Message, StringComparison.Ordinal);
    }
}
