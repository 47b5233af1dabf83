using ToolZero.Core.ToolWorld;

namespace ToolZero.Core.Tests.ToolWorld;

public class WorldsSpecs
{
    private static IEnumerable<string> FunctionNames(World world) => world.Families.SelectMany(f => f.Verbs.Select(v => $"{v}_{f.Noun}"));

    private static IEnumerable<string> ParameterNames(World world) => world.Families.SelectMany(f => f.Parameters.Select(p => p.Name));

    private static IEnumerable<string> NameWords(World world) => world.Families.SelectMany(f => f.Verbs.Append(f.Noun));

    [Fact]
    public void The_worlds_share_no_function_name() => Assert.Empty(FunctionNames(Worlds.Training).Intersect(FunctionNames(Worlds.HeldOut)));

    [Fact]
    public void The_worlds_share_not_even_a_word_of_a_function_name() => Assert.Empty(NameWords(Worlds.Training).Intersect(NameWords(Worlds.HeldOut)));

    [Fact]
    public void The_worlds_share_no_parameter_name() => Assert.Empty(ParameterNames(Worlds.Training).Intersect(ParameterNames(Worlds.HeldOut)));

    [Fact]
    public void The_worlds_share_no_request_template() =>
        Assert.Empty(Worlds.Training.Phrases.Templates.Intersect(Worlds.HeldOut.Phrases.Templates));

    [Fact]
    public void The_worlds_share_no_value_word() => Assert.Empty(Worlds.Training.Words.Intersect(Worlds.HeldOut.Words));

    [Fact]
    public void No_word_is_listed_twice()
    {
        foreach (var world in new[] { Worlds.Training, Worlds.HeldOut })
        {
            Assert.Equal(world.Words.Length, world.Words.Distinct().Count());
            Assert.Equal(world.Families.Length, world.Families.Select(f => f.Noun).Distinct().Count());
        }
    }
}
