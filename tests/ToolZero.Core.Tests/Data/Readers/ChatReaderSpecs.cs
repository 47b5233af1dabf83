using System.Text.Json;
using static ToolZero.Core.Tests.Data.Readers.TestRows;

namespace ToolZero.Core.Tests.Data.Readers;

public sealed class ChatReaderSpecs
{
    [Fact]
    public void Openai_chat_has_calls_beside_the_content()
    {
        var tasks = Tasks($$$$"""{"tools":{{{{TestRows.Tools}}}},"messages":[{"role":"developer","content":"Be brief."},{"role":"user","content":[{"type":"text","text":"Ro"},{"type":"text","text":"me?"}]},{"role":"assistant","content":null,"reasoning_content":"Ask.","tool_calls":[{"id":"1","type":"function","function":{"name":"weather","arguments":"{\"city\": \"Rome\", \"days\": 2}"}}]},{"role":"tool","tool_call_id":"1","content":"sun"},{"role":"assistant","content":"Sun."}]}""");
        var task = Assert.Single(tasks);
        Assert.Equal("System:Be brief.|User:Rome?", Dialogue(task));
        Assert.Equal("[weather(city='Rome', days=2)]", Reference(task));
        Assert.Equal("multiple", task.Category);
    }

    [Fact]
    public void Hermes_chat_has_blocks_in_the_text_and_tools_in_the_system_turn()
    {
        var tasks = Tasks($$$$"""{"conversations":[{"from":"system","value":"Functions: <tools> {{{{JsonEncodedText.Encode(TestRows.Tools)}}}} </tools>"},{"from":"human","value":"Rome?"},{"from":"gpt","value":"<tool_call>\n{\"arguments\": {\"city\": \"Rome\"}, \"name\": \"weather\"}\n</tool_call>\n<tool_call>\n{'arguments': {'city': 'Oslo', 'days': None}, 'name': 'weather'}\n</tool_call>"},{"from":"tool","value":"<tool_response>\n{\"sky\": \"blue\"}\n</tool_response>"},{"from":"gpt","value":"Blue."},{"from":"human","value":"Time?"},{"from":"gpt","value":"<tool_call>{\"name\": \"time\", \"arguments\": {}}</tool_call>"}]}""");
        Assert.Equal(2, tasks.Count);
        Assert.Equal("[weather(city='Rome'), weather(city='Oslo', days=None)]", Reference(tasks[0]));
        Assert.EndsWith("|Tool:{\"sky\": \"blue\"}|Assistant:Blue.|User:Time?", Dialogue(tasks[1]), StringComparison.Ordinal);
        Assert.True(tasks[1].EarlierToolTurn);
        Assert.DoesNotContain(tasks[0].Messages, m => m.Content.Contains("<tools>", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"x"}]}""", "tools: missing, and no turn lists them in <tools>")]
    [InlineData("""{"tools":[],"messages":[{"role":"judge","content":"x"}]}""", "messages[0].role: unknown speaker \"judge\"")]
    [InlineData("""{"tools":[],"messages":[{"role":"user","content":"x"}]}""", "row: no turn of the assistant that answers a user")]
    [InlineData("""{"tools":[],"messages":[{"role":"user","content":{}}]}""", "messages[0].content: expected a string, found an object")]
    [InlineData("""{"tools":[],"messages":[{"role":"user","content":"\ud800"},{"role":"assistant","content":"y"}]}""", "messages[0].content: half of a surrogate pair in a string")]
    [InlineData("""{"tools":[],"messages":[{"role":"user","content":"x"},{"role":"assistant","tool_calls":[{"function":{"arguments":"{"}}]}]}""", "messages[1].tool_calls[0].function.arguments: the text is no JSON at byte 1")]
    [InlineData("""{"tools":[],"messages":[{"role":"user","content":"x"},{"role":"assistant","content":"<tool_call>{</tool_call>"}]}""", "messages[1].content: the calls cannot be read: ")]
    public void What_is_wrong_with_a_row_is_named(string row, string refusal) => Assert.StartsWith(refusal, Refusal(row), StringComparison.Ordinal);
}
