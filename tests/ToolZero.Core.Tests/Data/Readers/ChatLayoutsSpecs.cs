using System.Text.Json;
using static ToolZero.Core.Tests.Data.Readers.TestRows;

namespace ToolZero.Core.Tests.Data.Readers;

/// <summary>The spellings that chat with tools has besides OpenAI's: LLaMA-Factory, ms-swift, Hermes and Qwen.</summary>
public sealed class ChatLayoutsSpecs
{
    private const string QwenSystem = "You are Bob. You sell shoes.\n\n# Tools\n\nYou may call one or more functions to assist with the user query.\n\nYou are provided with function signatures within <tools></tools> XML tags:\n<tools>\n{\"type\": \"function\", \"function\": {\"name\": \"weather\", \"parameters\": {\"type\": \"object\", \"properties\": {\"city\": {\"anyOf\": [{\"type\": \"string\"}]}}}}}\n{\"type\": \"function\", \"function\": {\"name\": \"time\"}}\n</tools>\n\nFor each function call, return a json object with function name and arguments within <tool_call></tool_call> XML tags:\n<tool_call>\n{\"name\": <function-name>, \"arguments\": <args-json-object>}\n</tool_call>";

    [Fact]
    public void Llama_factory_has_a_system_column_and_turns_of_calls()
    {
        var tasks = Tasks(JsonSerializer.Serialize(new
        {
            system = "Be brief.",
            tools = TestRows.Tools,
            conversations = new[]
            {
                Shared("human", "Rome?"),
                Shared("function_call", "{\"name\": \"weather\", \"arguments\": {\"city\": \"Rome\"}}"),
                Shared("observation", "sun"),
                Shared("gpt", "Sun."),
                Shared("human", "Both?"),
                Shared("function_call", "<think>Both.</think>[{\"name\": \"weather\", \"arguments\": \"{\\\"city\\\": \\\"Oslo\\\"}\"}, {\"name\": \"time\", \"arguments\": {}}]"),
            },
        }));
        Assert.Equal(["[weather(city='Rome')]", "[weather(city='Oslo'), time()]"], tasks.Select(Reference));
        Assert.Equal("System:Be brief.|User:Rome?|Assistant:[weather(city='Rome')]|Tool:sun|Assistant:Sun.|User:Both?", Dialogue(tasks[1]));
    }

    [Fact]
    public void What_the_row_and_its_first_turn_say_alike_is_said_once()
    {
        Assert.Equal("System:Be brief.|User:x", Dialogue(Assert.Single(Tasks("""{"system":"Be brief.","tools":[],"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"x"},{"role":"assistant","content":"y"}]}"""))));
        Assert.Equal("System:Be brief.|System:Be kind.|User:x", Dialogue(Assert.Single(Tasks("""{"system":"Be brief.","tools":[],"messages":[{"role":"system","content":"Be kind."},{"role":"user","content":"x"},{"role":"assistant","content":"y"}]}"""))));
        Assert.Equal("System:|User:x", Dialogue(Assert.Single(Tasks("""{"system":"","tools":[],"messages":[{"role":"system","content":""},{"role":"user","content":"x"},{"role":"assistant","content":"y"}]}"""))));
    }

    [Fact]
    public void Turns_of_calls_in_a_row_are_parallel_calls_of_one_turn()
    {
        var tasks = Tasks(Row(
            Said("user", "Both?"),
            Said("assistant", "I look."),
            Said("tool_call", "{\"name\": \"weather\", \"arguments\": {\"city\": \"Rome\"}}"),
            Said("tool_call", "{\"name\": \"time\", \"arguments\": \"{}\"}"),
            Said("tool_response", "sun"),
            Said("tool_response", "noon"),
            Said("assistant", "Sun at noon."),
            Said("user", "Thanks."),
            Said("assistant", "Welcome.")));
        Assert.Equal(("[weather(city='Rome'), time()]", "parallel-multiple", "I look."), (Reference(tasks[0]), tasks[0].Category, tasks[0].Response));
        Assert.Equal("User:Both?|Assistant:I look.[weather(city='Rome'), time()]|Tool:sun|Tool:noon|Assistant:Sun at noon.|User:Thanks.", Dialogue(tasks[1]));
    }

    [Fact]
    public void The_older_fields_of_openai_are_calls_and_tools()
    {
        var tasks = Tasks("""{"functions":[{"name":"time","parameters":{"type":"object","properties":{}}}],"messages":[{"role":"user","content":"Time?"},{"role":"assistant","content":null,"function_call":{"name":"time","arguments":"{}"}},{"role":"function","name":"time","content":"noon"},{"role":"assistant","content":"Noon.","function_call":null}]}""");
        Assert.Equal("[time()]", Reference(Assert.Single(tasks)));
        Assert.Equal("time", Assert.Single(tasks[0].Tools).Name);
    }

    [Fact]
    public void A_turn_of_weight_0_is_history_and_no_reference()
    {
        var task = Assert.Single(Tasks($$$$"""{"tools":{{{{TestRows.Tools}}}},"messages":[{"role":"user","content":"Time?"},{"role":"assistant","weight":0,"content":"No."},{"role":"user","content":"Please."},{"role":"assistant","weight":1,"tool_calls":[{"function":{"name":"time"}}]}]}"""));
        Assert.Equal(("User:Time?|Assistant:No.|User:Please.", "[time()]"), (Dialogue(task), Reference(task)));
    }

    [Fact]
    public void Qwens_system_turn_lists_one_tool_a_line_and_its_other_text_is_kept()
    {
        var task = Assert.Single(Tasks(JsonSerializer.Serialize(new
        {
            messages = new[]
            {
                Said("system", QwenSystem), Said("user", "Time?"), Said("assistant", "<tool_call>\n{\"name\": \"time\", \"arguments\": {}}\n</tool_call>"),
            },
        })));
        Assert.Equal(["weather", "time"], task.Tools.Select(t => t.Name));
        Assert.Equal("System:You are Bob. You sell shoes.|User:Time?", Dialogue(task));
    }

    [Theory]
    [InlineData("<tools>[]</tools>", null)]
    [InlineData("<tools>[]</tools>\nBe brief.", "Be brief.")]
    [InlineData("You are Bob.\n<tools>\n[]\n</tools>\nBe brief: use <tool_call>. Sell shoes.", "You are Bob.\nBe brief: Sell shoes.")]
    [InlineData("You are Bob. Tools are in <tools> </tools>. <tools> [] </tools> Call so:\n<tool_call>\n{'name': <name>. }\n</tool_call>\nSell shoes.", "You are Bob. Call so:\nSell shoes.")]
    public void Of_a_system_turn_only_what_tells_of_the_tags_is_left_out(string system, string? kept) =>
        Assert.Equal($"{(kept is null ? "" : $"System:{kept}|")}User:x", Dialogue(Assert.Single(Tasks(JsonSerializer.Serialize(new { messages = new[] { Said("system", system), Said("user", "x"), Said("assistant", "y") } })))));

    [Fact]
    public void Blocks_of_results_are_one_result_each_also_in_a_turn_of_the_user()
    {
        const string Results = "<tool_response>\nsun\n</tool_response>\n<tool_response>\nnoon\n</tool_response>";
        var calls = Said("assistant", "<tool_call>\n{\"name\": \"time\", \"arguments\": {}}\n</tool_call>");
        foreach (var speaker in new[] { "user", "tool" })
        {
            var tasks = Tasks(Row(Said("user", "Time?"), calls, Said(speaker, Results), Said("assistant", "Noon.")));
            Assert.Equal("[time()]", Reference(Assert.Single(tasks)));
            Assert.Equal("User:Time?|Assistant:[time()]|Tool:sun|Tool:noon", Dialogue(Tasks(Row(Said("user", "Time?"), calls, Said(speaker, Results), Said("assistant", "Noon.")), Core.Data.Readers.TurnChoice.All)[1]));
        }

        var asked = Tasks(Row(Said("user", "Time?"), calls, Said("user", $"{Results}\nAnd Oslo?"), Said("assistant", "I do not know.")));
        Assert.Equal("User:Time?|Assistant:[time()]|Tool:sun|Tool:noon|User:And Oslo?", Dialogue(asked[1]));
        var told = Tasks(Row(Said("user", "Time?"), calls, Said("tool", "<tool_response>a</tool_response> and b"), Said("user", "x"), Said("assistant", "y")));
        Assert.Contains("|Tool:<tool_response>a</tool_response> and b|", Dialogue(told[1]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<think>Perhaps <tool_call>\n{\"name\": \"weather\", \"arguments\": {}}\n</tool_call></think>\n<tool_call>\n{'name': 'time', 'arguments': {}}\n</tool_call>", "[time()]")]
    [InlineData("<think>Perhaps <tool_call>\n{'name': 'weather', 'arguments': {}}\n</tool_call></think>\nNo.", "[]")]
    public void Calls_that_are_only_thought_of_are_none(string answer, string reference)
    {
        var task = Assert.Single(Tasks(Row(Said("user", "x"), Said("assistant", answer))));
        Assert.Equal(reference, Reference(task));
        Assert.DoesNotContain("think", task.Response ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("function_call", "time()", "messages[1].content: the text is no JSON at byte 1")]
    [InlineData("tool_call", "{\"name\": \"time\"}", "messages[1].content.arguments: missing")]
    [InlineData("tool_call", "{\"arguments\": {}}", "messages[1].content.name: missing")]
    [InlineData("tool_call", "[{\"name\": \"time\", \"arguments\": \"{\"}]", "messages[1].content[0].arguments: the text is no JSON at byte 1")]
    [InlineData("tool_call", "[{\"name\": \"time\", \"arguments\": []}]", "messages[1].content[0].arguments: expected an object, found a list")]
    [InlineData("tool_call", "[]", "messages[1]: the assistant neither speaks nor calls")]
    [InlineData("assistant", " ", "messages[1]: the assistant neither speaks nor calls")]
    [InlineData("assistant", "<think>Hm.</think>", "messages[1]: the assistant neither speaks nor calls")]
    [InlineData("assistant", "<tool_call>{\"name\": \"time\", \"arguments\": {}}</tool_call>\n<tool_call>{\"name\": \"ti", "messages[1].content: the calls cannot be read: a <tool_call> without its end")]
    [InlineData("assistant", "<tool_call>{'name': 'time', 'arguments': {}}</tool_call>\n<tool_call>{'name': 'ti", "messages[1].content: the calls cannot be read: a <tool_call> without its end")]
    [InlineData("assistant", "{}</tool_call><tool_call>{'name': 'time', 'arguments': {}}</tool_call>", "messages[1].content: the calls cannot be read: a </tool_call> without its beginning")]
    [InlineData("assistant", "<think>Hm. <tool_call>{\"name\": \"time\", \"arguments\": {}}</tool_call>", "messages[1].content: the calls cannot be read: a <think> without its end")]
    public void An_answer_that_cannot_be_read_is_refused(string speaker, string answer, string refusal) =>
        Assert.Equal(refusal, Refusal(Row(Said("user", "x"), Said(speaker, answer))));

    [Theory]
    [InlineData("""{"tools":[],"functions":[],"messages":[]}""", "functions: there are tools as well: which of the two are offered?")]
    [InlineData("""{"tools":[],"messages":[{"role":"user","content":"x"},{"role":"assistant","tool_calls":[{"function":{"name":"f"}}],"function_call":{"name":"f","arguments":"{}"}}]}""", "messages[1].function_call: there are tool_calls as well: which of the two are right?")]
    [InlineData("""{"tools":[],"messages":[{"role":"user","content":"x"},{"role":"assistant","content":null}]}""", "messages[1]: the assistant neither speaks nor calls")]
    [InlineData("""{"tools":[],"messages":[{"role":"user","content":"x"},{"role":"assistant","content":"y","weight":0.5}]}""", "messages[1].weight: 0 or 1 is expected")]
    [InlineData("""{"tools":[],"messages":[{"role":"user","content":"x"},{"role":"assistant","content":"y","weight":0}]}""", "row: no turn of the assistant that answers a user")]
    [InlineData("""{"tools":[],"messages":[{"role":"user","content":"<tool_response>a"},{"role":"assistant","content":"y"}]}""", "messages[0].content: the results cannot be read: text between them, or one without its end")]
    [InlineData("""{"messages":[{"role":"system","content":"<tools>{\"name\":\"f\"}\n{\"name\"</tools>"}]}""", "messages[0].content: the list of tools at character 7 is malformed at byte 7 of its line 2")]
    [InlineData("""{"messages":[{"role":"system","content":"<tools>[{\"name\":\"f\"}"}]}""", "messages[0].content: the <tools> at character 0 has no end")]
    public void So_is_what_says_two_things_or_is_cut(string row, string refusal) => Assert.Equal(refusal, Refusal(row));

    private static object Said(string role, string content) => new { role, content };

    private static object Shared(string from, string value) => new { from, value };

    private static string Row(params object[] messages) => $$"""{"tools":{{TestRows.Tools}},"messages":{{JsonSerializer.Serialize(messages)}}}""";
}
