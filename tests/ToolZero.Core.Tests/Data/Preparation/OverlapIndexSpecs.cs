using ToolZero.Core.Data.Preparation;
using ToolZero.Core.Prompts;
using static ToolZero.Core.Tests.Data.Preparation.TestTasks;

namespace ToolZero.Core.Tests.Data.Preparation;

public sealed class OverlapIndexSpecs
{
    private readonly OverlapIndex _index = new([
        Task("short", "What time is it?", "[time()]", Tool("time")),
        Task("long", "Please book a table for two at the small place near the harbour tonight", "[book()]", Tool("book")),
    ]);

    [Theory]
    [InlineData("what TIME is   it", "short", OverlapKind.SameQuestion)]
    [InlineData("Please book a table for two at the small place near the river tomorrow", "long", OverlapKind.SimilarQuestion)]
    public void Repeated_questions_are_found(string question, string of, OverlapKind kind) =>
        Assert.Equal(new TaskOverlap("mine", of, kind), _index.Find(Task("mine", question, "[time()]", Tool("time"))));

    [Theory]
    [InlineData("What time is it in Rome?")]
    [InlineData("Please book a table for two at the place near the harbour for tonight, will you, and call them")]
    [InlineData("")]
    public void Others_are_not(string question) => Assert.Null(_index.Find(Task("mine", question, "[time()]", Tool("time"))));

    [Theory]
    [InlineData("What time is it?", "short", OverlapKind.SameQuestion)]
    [InlineData("Please book a table for two at the small place near the river tomorrow", "long", OverlapKind.SimilarQuestion)]
    public void So_are_those_of_an_earlier_turn_where_their_right_calls_stand_beside_them(string question, string of, OverlapKind kind)
    {
        var task = Task("mine", "And in Oslo?", "[time()]", Tool("time"));
        task = task with { Messages = [new Message(Role.User, question), new Message(Role.Assistant, "") { Calls = task.Reference }, new Message(Role.Tool, "What time is it"), .. task.Messages] };
        Assert.Equal(new TaskOverlap("mine", of, kind), _index.Find(task));
        Assert.Null(_index.Find(task with { Messages = task.Messages.RemoveAt(0) }));
    }

    [Fact]
    public void The_tools_of_the_set_are_known() => Assert.Equal((2, true, false), (_index.Count, _index.HasTool("book"), _index.HasTool("look")));
}
