using ToolZero.Actors.Hosting;

namespace ToolZero.Actors.Tests.Hosting;

public sealed class LeftOutSpecs
{
    [Fact]
    public void Every_task_is_named_and_the_number_comes_last() => Assert.Equal(
        ["f: a is left out: too long", "f: b is left out: too odd", "f: 2 of 9 tasks are left out, they do not fit"],
        LeftOut.Lines("f", [("a", "too long"), ("b", "too odd")], 9, "they do not fit"));

    [Fact]
    public void Nothing_is_said_where_all_are_used() => Assert.Empty(LeftOut.Lines("f", [], 9, "they do not fit"));

    [Fact]
    public void Of_very_many_the_first_are_named()
    {
        var lines = LeftOut.Lines("f", [.. Enumerable.Range(0, 250).Select(i => ($"t{i}", "why"))], 999, "they do not fit").ToList();
        Assert.Equal(LeftOut.Named + 2, lines.Count);
        Assert.Equal("f: t99 is left out: why", lines[99]);
        Assert.Equal("f: and 150 more", lines[100]);
    }
}
