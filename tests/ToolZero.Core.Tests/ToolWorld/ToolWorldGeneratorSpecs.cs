using ToolZero.Core.Calls;
using ToolZero.Core.Rewards;
using ToolZero.Core.ToolWorld;

namespace ToolZero.Core.Tests.ToolWorld;

public class ToolWorldGeneratorSpecs
{
    [Fact]
    public void The_same_seed_gives_the_same_tasks_however_many_are_asked_for()
    {
        var few = ToolWorldGenerator.Generate(ToolWorldSplit.HeldOut, 5, 40);
        var many = ToolWorldGenerator.Generate(ToolWorldSplit.HeldOut, 5, 120);
        Assert.Equal(few.Select(t => t.Messages[0].Content), many.Take(40).Select(t => t.Messages[0].Content));
        Assert.Equal(few.Select(t => PythonCallFormatter.Format(t.Reference)), many.Take(40).Select(t => PythonCallFormatter.Format(t.Reference)));
    }

    [Fact]
    public void Another_seed_gives_other_tasks() => Assert.NotEqual(
        ToolWorldGenerator.Generate(ToolWorldSplit.Training, 1, 50).Select(t => t.Messages[0].Content),
        ToolWorldGenerator.Generate(ToolWorldSplit.Training, 2, 50).Select(t => t.Messages[0].Content));

    [Fact]
    public void Every_category_has_its_share()
    {
        var tasks = ToolWorldGenerator.Generate(ToolWorldSplit.HeldOut, 1, 300);
        foreach (var (name, share) in TaskCategory.Mix)
            Assert.Equal(share * 300, tasks.Count(t => t.Category == name), tolerance: 1.0);
    }

    [Fact]
    public void Every_reference_is_a_right_answer_to_its_task()
    {
        var reward = new ToolZeroReward(RewardSettings.Default);
        foreach (var task in ToolWorldGenerator.Generate(ToolWorldSplit.Training, 3, 600))
        {
            var body = task.Reference.IsEmpty ? "no tool fits." : PythonCallFormatter.Format(task.Reference);
            Assert.True(reward.Score(task, $"<think>x</think><answer>{body}</answer>").Success, body);
        }
    }

    [Fact]
    public void A_call_gives_every_required_parameter_and_only_offered_ones()
    {
        var calls = ToolWorldGenerator.Generate(ToolWorldSplit.HeldOut, 4, 600).SelectMany(task => task.Reference.Select(call => (task, call)));
        foreach (var (task, call) in calls)
        {
            var tool = Assert.Single(task.Tools, t => t.Name == call.Name);
            var given = call.Arguments.Select(a => a.Name).ToHashSet();
            Assert.All(tool.Parameters.Where(p => p.Required), p => Assert.Contains(p.Name, given));
            Assert.All(given, name => Assert.Contains(tool.Parameters, p => p.Name == name));
        }
    }

    [Fact]
    public void Where_no_call_is_right_no_tool_fits_or_a_required_value_is_not_said()
    {
        foreach (var task in ToolWorldGenerator.Generate(ToolWorldSplit.HeldOut, 6, 600).Where(t => t.Reference.IsEmpty))
        {
            var request = task.Messages[0].Content;
            if (task.Category == TaskCategory.Irrelevance)
                Assert.DoesNotContain(task.Tools, t => request.Contains(t.Name.Split('_')[1], StringComparison.Ordinal));
            else
                Assert.Contains(task.Tools[0].Parameters, p => p.Required && !request.Contains(p.Name, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Multiple_offers_several_tools_and_asks_for_one()
    {
        foreach (var task in ToolWorldGenerator.Generate(ToolWorldSplit.Training, 8, 300).Where(t => t.Category == TaskCategory.Multiple))
        {
            Assert.True(task.Tools.Length >= 2);
            Assert.Single(task.Reference);
        }
    }
}
