using ToolZero.Core.Text;

namespace ToolZero.Core.Tests.Text;

public sealed class NearestSpecs
{
    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    [InlineData("same", "same", 0)]
    public void Edits_are_counted(string a, string b, int edits)
    {
        Assert.Equal(edits, Nearest.Edits(a, b));
        Assert.Equal(edits, Nearest.Edits(b, a));
    }

    [Fact]
    public void The_nearest_word_wins_and_far_ones_do_not()
    {
        Assert.Equal("--steps", Nearest.To("--step", ["--seed", "--steps", "--set"]));
        Assert.Null(Nearest.To("--quantisation", ["--seed", "--steps", "--set"]));
        Assert.Null(Nearest.To("x", []));
    }
}
