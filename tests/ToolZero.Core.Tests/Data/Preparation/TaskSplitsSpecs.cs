using ToolZero.Core.Data;
using ToolZero.Core.Data.Preparation;

namespace ToolZero.Core.Tests.Data.Preparation;

public sealed class TaskSplitsSpecs
{
    [Fact]
    public void Every_part_gets_its_share_and_a_row_stays_where_it_is()
    {
        var splits = TaskSplits.Parse("train=0.8,dev=0.1,test=0.1", seed: 1);
        var parts = Enumerable.Range(0, 10_000).Select(i => splits.Of($"row-{i}")).ToList();
        Assert.InRange(parts.Count(p => p == 0), 7800, 8200);
        Assert.InRange(parts.Count(p => p == 2), 850, 1150);
        Assert.NotEqual(parts, Enumerable.Range(0, 10_000).Select(i => (splits with { Seed = 2 }).Of($"row-{i}")));
    }

    [Fact]
    public void What_was_made_of_one_row_stays_together()
    {
        var splits = TaskSplits.Parse("a=0.5,b=0.5", seed: 1);
        Assert.All(Enumerable.Range(0, 200), i => Assert.Single(new[] { $"r{i}", $"r{i}#3", $"r{i}+join", $"r{i}#3+challenge" }.Select(splits.Of).Distinct()));
    }

    [Theory]
    [InlineData("C#-")]
    [InlineData("toolace+xlam-")]
    public void Signs_in_the_ids_of_rows_keep_no_rows_together(string start)
    {
        var splits = TaskSplits.Parse("a=0.5,b=0.5", seed: 1);
        Assert.InRange(Enumerable.Range(0, 1000).Count(i => splits.Of($"{start}{i}") == 0), 430, 570);
    }

    [Theory]
    [InlineData("train", "split \"train\": expected a name and a share")]
    [InlineData("train=0", "split \"train=0\": expected")]
    [InlineData("../x=1", "split \"../x=1\": expected")]
    [InlineData("a=0.5,a=0.5", "split \"a\" is named twice")]
    [InlineData("a=0.5,b=0.4", "add up to 0.9; expected 1")]
    [InlineData("a=NaN", "split \"a=NaN\": expected")]
    public void Other_lists_are_errors(string text, string message) => Assert.Contains(message, Assert.Throws<DataException>(() => TaskSplits.Parse(text, 1)).Message, StringComparison.Ordinal);
}
