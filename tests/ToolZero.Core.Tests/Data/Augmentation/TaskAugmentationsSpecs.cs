using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Data.Augmentation;
using ToolZero.Core.Data.Preparation;
using ToolZero.Core.Prompts;
using ToolZero.Core.ToolWorld;
using static ToolZero.Core.Tests.Data.Preparation.TestTasks;

namespace ToolZero.Core.Tests.Data.Augmentation;

public sealed class TaskAugmentationsSpecs
{
    private static readonly ToolTask Weather = Task("w", "How is the weather in Rome tomorrow?", "[city_weather(city='Rome')]", Tool("city_weather", "city"), Tool("city_time", "city"));

    private static readonly ToolTask Time = Task("t", "What time is it in Oslo?", "[city_time(city='Oslo')]", Tool("city_weather", "city"), Tool("city_time", "city"));

    [Fact]
    public void Related_dialogues_are_joined_the_first_answered_as_is_right()
    {
        var augmentations = TaskAugmentations.Parse("join", seed: 1);
        Assert.Equal([Weather], augmentations.Apply(Weather));
        var joined = augmentations.Apply(Time).ElementAt(1);
        Assert.Equal([Role.User, Role.Assistant, Role.Tool, Role.User], joined.Messages.Select(m => m.Role));
        Assert.Equal(Weather.Reference, joined.Messages[1].Calls);
        Assert.Equal(Time.Reference, joined.Reference);
        Assert.Equal(("t+join", "joined", true, 2), (joined.Id, joined.Category, joined.EarlierToolTurn, joined.Tools.Length));
    }

    [Fact]
    public void Only_dialogues_of_one_part_are_joined()
    {
        var augmentations = TaskAugmentations.Parse("join", seed: 1);
        var splits = TaskSplits.Parse("a=0.5,b=0.5", seed: 1);
        var ids = Enumerable.Range(0, 100).Select(i => $"t{i}").ToLookup(splits.Of);
        Assert.Single(augmentations.Apply(Weather with { Id = ids[0].First() }, splits));
        Assert.Single(augmentations.Apply(Time with { Id = ids[1].First() }, splits));
        Assert.Equal(2, augmentations.Apply(Time with { Id = ids[0].ElementAt(1) }, splits).Count());
    }

    [Theory]
    [InlineData("tool-returns")]
    [InlineData("hidden-parameter")]
    public void Where_several_calls_are_right_not_to_call_would_be_wrong(string augmentation)
    {
        var both = Task("b", "How is the weather in Rome, and what time is it in Oslo?", "[city_weather(city='Rome'), city_time(city='Oslo')]", [.. Weather.Tools, Tool("city_map", "city")]);
        Assert.NotEmpty(Made(augmentation, Weather));
        Assert.Empty(Made(augmentation, both));
    }

    [Fact]
    public void A_tool_is_taken_away_and_comes_back_later()
    {
        var made = Made("tool-returns", Weather);
        Assert.Equal(["missing-function", "function-returns"], made.Select(t => t.Category));
        Assert.Equal(["city_time"], made[0].Tools.Select(t => t.Name));
        Assert.True(made[0].Reference.IsEmpty && made[0].Response is { Length: > 0 });
        Assert.Equal(Weather.Tools, made[1].Tools);
        Assert.Equal(Weather.Reference, made[1].Reference);
        Assert.Equal([Role.User, Role.Assistant, Role.User], made[1].Messages.Select(m => m.Role));
    }

    [Fact]
    public void A_parameter_is_hidden_until_the_user_supplies_it()
    {
        var made = Made("hidden-parameter", Weather);
        Assert.Equal(["missing-parameter", "parameter-supplied"], made.Select(t => t.Category));
        Assert.Equal("How is the weather in a certain city tomorrow?", made[0].Messages[0].Content);
        Assert.True(made[0].Reference.IsEmpty);
        Assert.Contains("Rome", made[1].Messages[^1].Content, StringComparison.Ordinal);
        Assert.Equal(Weather.Reference, made[1].Reference);
    }

    [Theory]
    [InlineData("Rome or not Rome?")]
    [InlineData("How is the weather in Romeo?")]
    [InlineData("How is the weather there?")]
    public void But_only_where_it_stands_once_as_a_word_of_its_own(string question) =>
        Assert.Empty(Made("hidden-parameter", Weather with { Messages = [new Message(Role.User, question)] }));

    [Fact]
    public void A_corrupted_answer_is_challenged()
    {
        var made = Assert.Single(Made("challenge", Weather));
        Assert.NotEqual(Weather.Reference, made.Messages[1].Calls);
        Assert.Equal([Role.User, Role.Assistant, Role.Tool, Role.User], made.Messages.Select(m => m.Role));
        Assert.Equal(Weather.Reference, made.Reference);
        Assert.True(made.EarlierToolTurn);
    }

    [Fact]
    public void Whatever_is_made_can_be_answered_and_is_made_again_by_the_same_seed()
    {
        var tasks = ToolWorldGenerator.Generate(ToolWorldSplit.Training, seed: 2, 400);
        var list = string.Join(',', TaskAugmentations.Names);
        var made = All(list, 1);
        Assert.Equal(made.Select(Written), All(list, 1).Select(Written));
        Assert.NotEqual(made.Select(Written), All(list, 2).Select(Written));
        Assert.Equal(made.Count, made.Select(t => t.Id).Distinct().Count());
        Assert.All(made, task => Assert.Null(TaskCheck.Problem(task)));
        foreach (var category in new[] { "joined", "missing-function", "function-returns", "missing-parameter", "parameter-supplied", "challenged" })
            Assert.Contains(made, task => task.Category == category);

        List<ToolTask> All(string names, ulong seed)
        {
            var augmentations = TaskAugmentations.Parse(names, seed);
            return [.. tasks.SelectMany(t => augmentations.Apply(t))];
        }
    }

    [Fact]
    public void Each_is_made_of_its_share_and_never_of_a_dialogue_of_several_turns()
    {
        var tasks = ToolWorldGenerator.Generate(ToolWorldSplit.Training, seed: 2, 1000).Where(t => !t.Reference.IsEmpty).ToList();
        var augmentations = TaskAugmentations.Parse("challenge=0.25", 1);
        Assert.InRange(tasks.Sum(t => augmentations.Apply(t).Count() - 1) / (double)tasks.Count, 0.18, 0.32);
        Assert.Single(TaskAugmentations.Parse("challenge", 1).Apply(Weather with { EarlierToolTurn = true }));
    }

    [Theory]
    [InlineData("jion", "augmentation \"jion\": expected join, tool-returns, hidden-parameter, challenge")]
    [InlineData("join=2", "augmentation \"join=2\": expected a share above 0 to 1")]
    [InlineData("join,challenge,join=0.5", "augmentation \"join\" is named twice")]
    [InlineData("join,", "augmentation \"\": expected join")]
    [InlineData("join=NaN", "augmentation \"join=NaN\": expected a share above 0 to 1")]
    public void Other_lists_are_errors(string text, string message) => Assert.StartsWith(message, Assert.Throws<DataException>(() => TaskAugmentations.Parse(text, 1)).Message, StringComparison.Ordinal);

    private static List<ToolTask> Made(string augmentation, ToolTask task) => [.. TaskAugmentations.Parse(augmentation, seed: 1).Apply(task).Skip(1)];

    private static string Written(ToolTask task) => $"{task.Id} {string.Join('|', task.Messages)} {PythonCallFormatter.Format(task.Reference)}";
}
