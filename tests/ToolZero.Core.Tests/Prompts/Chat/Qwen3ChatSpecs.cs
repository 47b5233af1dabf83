using System.Text;
using ToolZero.Core.Data;
using ToolZero.Core.Prompts;
using ToolZero.Core.Prompts.Chat;
using ToolZero.Core.Tests.Data.Readers;

namespace ToolZero.Core.Tests.Prompts.Chat;

public sealed class Qwen3ChatSpecs
{
    private const string Said = "<think>\nHm.\n</think>\n\nYes.";

    [Fact]
    public void Reasoning_inside_the_content_counts_where_the_data_says_nothing_of_it() => Assert.EndsWith(
        "<|im_start|>assistant\n<think>\nHm.\n</think>\n\nYes.<|im_end|>\n", Rendered(new Message(Role.Assistant, Said).WithReasoning(null)), StringComparison.Ordinal);

    [Fact]
    public void The_content_stays_whole_where_the_data_gives_reasoning_be_it_empty()
    {
        Assert.EndsWith($"<|im_start|>assistant\n<think>\n\n</think>\n\n{Said}<|im_end|>\n", Rendered(new Message(Role.Assistant, Said).WithReasoning("")), StringComparison.Ordinal);
        Assert.EndsWith($"<|im_start|>assistant\n<think>\nA\n</think>\n\n{Said}<|im_end|>\n", Rendered(new Message(Role.Assistant, Said).WithReasoning("A")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(""", "reasoning_content": null""", false)]
    [InlineData(""", "reasoning_content": "" """, true)]
    public void Empty_reasoning_is_told_from_none_in_chat_and_in_own_rows(string field, bool isGiven)
    {
        var task = TestRows.Tasks($$"""{"tools":[],"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"{{field}}},{"role":"user","content":"c"},{"role":"assistant","content":"d"}]}""").Last();
        Assert.Equal(isGiven, task.Messages[1].GivesEmptyReasoning);
        using var stream = new MemoryStream();
        ToolTaskJsonLines.Write(stream, [task]);
        Assert.Equal(task.Messages[1], TestRows.Tasks(Encoding.UTF8.GetString(stream.ToArray())).Single().Messages[1]);
    }

    private static string Rendered(Message turn) => Qwen3Chat.Render(new ChatConversation([new Message(Role.User, "?"), turn], [], OpensAssistant: false), thinks: true);
}
