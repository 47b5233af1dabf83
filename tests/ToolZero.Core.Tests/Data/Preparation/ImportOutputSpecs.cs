using ToolZero.Core.Data;
using ToolZero.Core.Data.Preparation;
using ToolZero.Core.ToolWorld;

namespace ToolZero.Core.Tests.Data.Preparation;

public sealed class ImportOutputSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("toolzero-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("out.test.jsonl.part")] // Cannot be made.
    [InlineData("out.test.jsonl.shuffled.part")] // Cannot be put in order.
    [InlineData("out.test.jsonl")] // Cannot be put into place.
    public void When_one_part_fails_none_is_put_into_place_and_nothing_is_left(string obstacle)
    {
        ToolTaskJsonLines.Write(At("in.jsonl"), ToolWorldGenerator.Generate(ToolWorldSplit.Training, seed: 1, 100));
        File.WriteAllText(At("out.train.jsonl"), "what was there");
        Directory.CreateDirectory(At(obstacle, "full"));
        var settings = ImportSettings.Default with { Splits = TaskSplits.Parse("train=0.5,test=0.5", 1), ShuffleSeed = 1 };
        var import = new DataImport(settings, _ => { }, _ => { });
        Assert.StartsWith(At("out.test.jsonl"), Assert.Throws<DataException>(() => import.Run([At("in.jsonl")], At("out.jsonl"), CancellationToken.None)).Message, StringComparison.Ordinal);
        Assert.Equal("what was there", File.ReadAllText(At("out.train.jsonl")));
        Assert.Equal(["in.jsonl", "out.train.jsonl"], _folder.GetFiles().Select(f => f.Name).Order(StringComparer.Ordinal));
    }

    private string At(params string[] names) => Path.Combine([_folder.FullName, .. names]);
}
