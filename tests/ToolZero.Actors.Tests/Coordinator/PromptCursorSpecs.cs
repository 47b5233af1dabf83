using ToolZero.Actors.Coordinator;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Tests.Coordinator;

public class PromptCursorSpecs
{
    [Fact]
    public void Every_epoch_asks_every_row_once_in_an_order_of_its_own()
    {
        var cursor = new PromptCursor(7, 50);
        var first = Enumerable.Range(0, 50).Select(i => cursor.Row(new GroupId(i))).ToArray();
        var second = Enumerable.Range(50, 50).Select(i => cursor.Row(new GroupId(i))).ToArray();
        Assert.Equal(Enumerable.Range(0, 50), first.Order());
        Assert.Equal(Enumerable.Range(0, 50), second.Order());
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void The_row_depends_on_seed_and_group_alone()
    {
        var straight = new PromptCursor(7, 10);
        var expected = Enumerable.Range(0, 40).Select(i => straight.Row(new GroupId(i))).ToArray();
        var jumping = new PromptCursor(7, 10);
        for (var i = 39; i >= 0; i--) Assert.Equal(expected[i], jumping.Row(new GroupId(i)));
        Assert.NotEqual(expected, Enumerable.Range(0, 40).Select(i => new PromptCursor(8, 10).Row(new GroupId(i))));
    }
}
