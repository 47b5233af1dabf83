using ToolZero.Core.Data.Augmentation;
using ToolZero.Core.ToolWorld;

namespace ToolZero.Core.Tests.Data.Augmentation;

public sealed class DerivedIdsSpecs
{
    [Theory]
    [InlineData("r", "r")]
    [InlineData("r#3", "r")]
    [InlineData("r+join", "r")]
    [InlineData("r#3+tool-missing+challenge", "r")]
    [InlineData("C#-1", "C#-1")]
    [InlineData("C#", "C#")]
    [InlineData("toolace+xlam-17", "toolace+xlam-17")]
    [InlineData("a+b#2", "a+b")]
    [InlineData("+join", "+join")]
    [InlineData("#7", "#7")]
    public void Only_what_is_appended_here_is_cut_off(string id, string row) => Assert.Equal(row, DerivedIds.Row(id));

    [Fact]
    public void Whatever_an_augmentation_makes_leads_back_to_its_row()
    {
        var augmentations = TaskAugmentations.Parse(string.Join(',', TaskAugmentations.Names), seed: 1);
        foreach (var task in ToolWorldGenerator.Generate(ToolWorldSplit.Training, seed: 2, 200))
            Assert.All(augmentations.Apply(task), made => Assert.Equal(task.Id, DerivedIds.Row(made.Id)));
    }
}
