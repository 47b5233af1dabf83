using ToolZero.Core.Data;

namespace ToolZero.Core.Tests.Data;

public sealed class PromptOrderSpecs
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(700)]
    [InlineData(4097)]
    public void Every_epoch_visits_every_task_once(int count)
    {
        var order = new PromptOrder(7, count);
        for (long epoch = 0; epoch < 3; epoch++)
        {
            var visited = Enumerable.Range(0, count).Select(i => order.TaskAt(epoch * count + i)).ToList();
            Assert.Equal(Enumerable.Range(0, count), visited.Order());
        }
    }

    [Fact]
    public void Epochs_and_seeds_differ()
    {
        long[] cursors = [.. Enumerable.Range(0, 100)];
        var order = new PromptOrder(7, 100);
        var first = cursors.Select(order.TaskAt).ToList();
        Assert.NotEqual(first, cursors.Select(c => order.TaskAt(100 + c)).ToList());
        Assert.NotEqual(first, cursors.Select(new PromptOrder(8, 100).TaskAt).ToList());
        Assert.InRange(first.Where((task, place) => task == place).Count(), 0, 10);
        Assert.Equal(1, order.EpochAt(100));
    }

    [Fact]
    public void A_cursor_means_the_same_task_without_those_before_it() =>
        Assert.Equal(new PromptOrder(7, 700).TaskAt(123_456_789_012), new PromptOrder(7, 700).TaskAt(123_456_789_012));

    [Fact]
    public void Places_are_spread_evenly()
    {
        var hits = new int[5];
        for (ulong seed = 0; seed < 2000; seed++) hits[new PromptOrder(seed, 5).TaskAt(0)]++;
        Assert.All(hits, h => Assert.InRange(h, 320, 480));
    }
}
