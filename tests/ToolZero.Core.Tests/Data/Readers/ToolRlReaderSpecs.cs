using System.Text.Json;
using static ToolZero.Core.Tests.Data.Readers.TestRows;

namespace ToolZero.Core.Tests.Data.Readers;

public sealed class ToolRlReaderSpecs
{
    private const string System = "Help.\n\n**Available Tools**\nYou can use:\n1. Name: get it\nDescription: Gets.\n3. and more\nParameters: {\"a\": {\"type\": \"int\", \"description\": \"N.\"}}\n2. Name: put\nDescription: \nParameters: {}\n\n**Steps**\n1. Think.";

    private const string Completion = "<think> I quote <tool_call> here. </think>\n<tool_call>\n{\"name\": \"get it\", \"parameters\": {\"a\": 1}}\n{\"name\": \"put\", \"parameters\": {}}\n</tool_call>";

    [Fact]
    public void Rows_for_reinforcement_hold_prompt_and_ground_truth()
    {
        var task = Assert.Single(Tasks(Reinforcement("Do it.", Completion)));
        Assert.Equal(["get it", "put"], task.Tools.Select(t => t.Name));
        Assert.Equal("Gets.\n3. and more", task.Tools[0].Description);
        Assert.Equal("User:Do it.", Dialogue(task));
        Assert.Equal("[get it(a=1), put()]", Reference(task));
    }

    [Fact]
    public void A_dialogue_in_one_turn_is_taken_apart()
    {
        var task = Assert.Single(Tasks(Reinforcement(
            "**Dialogue Records History**\n<user> One? </user>\n<think> Well. </think>\n<tool_call>\n{\"name\": \"put\", \"parameters\": {}}\n</tool_call>\n<obs> done </obs>\n<response> Done. </response>\n<user> Two? </user>\n",
            "<think> Nothing. </think>\n<response> No. </response>")));
        Assert.Equal("User:One?|Assistant:[put()]|Tool:done|Assistant:Done.|User:Two?", Dialogue(task));
        Assert.Equal("Well.", task.Messages[1].Reasoning);
        Assert.Equal(("no-call", "No."), (task.Category, task.Response));
    }

    [Fact]
    public void Two_blocks_of_calls_in_one_turn_are_parallel_calls()
    {
        var task = Assert.Single(Tasks(Reinforcement(
            "<user> One? </user>\n<think> Both. </think>\n<tool_call>\n{\"name\": \"put\", \"parameters\": {}}\n</tool_call>\n<tool_call>\n{\"name\": \"get it\", \"parameters\": {\"a\": 1}}\n</tool_call>\n<obs> done </obs>\n<user> Two? </user>\n",
            "<think> Nothing. </think>\n<response> No. </response>")));
        Assert.Equal("User:One?|Assistant:[put(), get it(a=1)]|Tool:done|User:Two?", Dialogue(task));
    }

    [Fact]
    public void Supervised_rows_and_rows_of_api_bank_are_read_as_well()
    {
        Assert.Equal("[get it(a=1), put()]", Reference(Assert.Single(Tasks(JsonSerializer.Serialize(new { instruction = System, input = "Do it.", output = Completion })))));
        var listed = JsonSerializer.Serialize(new { system = System, user = "Do it.", answer = new[] { new { name = "put", parameters = new { } } } });
        Assert.Equal("[put()]", Reference(Assert.Single(Tasks(listed))));
        var one = JsonSerializer.Serialize(new { system = System, user = "Do it.", answer = new { name = "get it", parameters = new { a = 2.0 } } });
        Assert.StartsWith("[get it(a=2", Reference(Assert.Single(Tasks(one))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Do it.", "<think> x </think>", "reward_model.ground_truth: neither a <tool_call> nor a <response> block")]
    [InlineData("Do it.", "<tool_call>a</tool_call><tool_call>b</tool_call>", "reward_model.ground_truth: more than one <tool_call> block")]
    [InlineData("Do it.", "<tool_call>\n{\"name\": \n</tool_call>", "reward_model.ground_truth: the calls cannot be read: ")]
    [InlineData("<user>x</user><tool_call>{\"name\": \"\\ud800\", \"parameters\": {}}</tool_call><user>y</user>", Completion, "reward_model.ground_truth: an earlier turn cannot be written")]
    [InlineData("<user> Do it.", Completion, "prompt[1].content: the <user> at character 6 has no end")]
    public void What_is_wrong_with_a_row_is_named(string user, string truth, string refusal) => Assert.StartsWith(refusal, Refusal(Reinforcement(user, truth)), StringComparison.Ordinal);

    [Theory]
    [InlineData("Nothing.", "system: no list of tools: \"**Available Tools**\" is expected")]
    [InlineData("**Available Tools**\n1. Name: f\nDescription: x", "system: tool 1: \"Parameters:\" is missing")]
    [InlineData("**Available Tools**\n1. Name: f\nDescription: x\nParameters: {", "system: tool 1 (f): parameters: ")]
    [InlineData("**Available Tools**\n1. Name: f\nParameters: {'a': {'description': '\\ud800'}}", "system: half of a surrogate pair in a tool")]
    [InlineData("**Available Tools**\n1. Name: \nParameters: {}", "system: the name of a tool is empty")]
    public void And_with_its_tools(string system, string refusal) =>
        Assert.StartsWith(refusal, Refusal(JsonSerializer.Serialize(new { system, user = "x", answer = Array.Empty<int>() })), StringComparison.Ordinal);

    private static string Reinforcement(string user, string truth) => JsonSerializer.Serialize(
        new { prompt = new[] { new { role = "system", content = System }, new { role = "user", content = user } }, reward_model = new { ground_truth = truth } });
}
