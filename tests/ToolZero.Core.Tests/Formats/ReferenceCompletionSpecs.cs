using System.Collections.Immutable;
using ToolZero.Core.Formats;
using ToolZero.Core.Prompts;
using ToolZero.Core.ToolWorld;

namespace ToolZero.Core.Tests.Formats;

public sealed class ReferenceCompletionSpecs
{
    public static TheoryData<string> Prompts => [.. PromptFormats.Names];

    [Theory]
    [MemberData(nameof(Prompts))]
    public void Supervision_writes_the_calls_that_the_prompt_asks_for(string prompt)
    {
        var format = PromptFormats.Create(prompt).Calls;
        foreach (var task in ToolWorldGenerator.Generate(ToolWorldSplit.Training, 3, 200))
        {
            var reading = format.Read(ReferenceCompletion.Of(task, format));
            Assert.True(reading.IsValid);
            if (!task.Reference.IsEmpty) Assert.Equal(task.Reference.AsEnumerable(), reading.Calls.Calls);
            else Assert.True(!reading.Calls.IsSuccess || reading.Calls.Calls.IsEmpty);
        }
    }

    [Fact]
    public void Without_calls_it_says_what_the_data_says()
    {
        var task = ToolWorldGenerator.Generate(ToolWorldSplit.Training, 3, 200).First(t => t.Reference.IsEmpty);
        Assert.Equal("<think></think><answer>no tool fits.</answer>", ReferenceCompletion.Of(task, ToolZeroCalls.Instance));
        Assert.Equal("Which city?", ReferenceCompletion.Of(task with { Response = "Which city?" }, HermesCalls.Plain));
    }
}
