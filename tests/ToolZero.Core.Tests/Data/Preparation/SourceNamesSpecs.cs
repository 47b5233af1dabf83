using ToolZero.Core.Data;
using ToolZero.Core.Data.Preparation;

namespace ToolZero.Core.Tests.Data.Preparation;

public sealed class SourceNamesSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("toolzero-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Files_of_one_name_whose_rows_have_no_ids_are_one_line_at_the_start()
    {
        var (first, second) = (Write("a/train.jsonl", ""), Write("b/train.jsonl", ""));
        var refused = new List<RefusedRow>();
        var error = Assert.Throws<DataException>(() => Count(refused, first, second));
        Assert.Equal($"{second}: its rows have no ids and would be called train-1 and so on, as those of {first} are; give the files different names", error.Message);
        Assert.Empty(refused);
    }

    [Fact]
    public void Other_names_or_ids_of_their_own_are_fine()
    {
        var refused = new List<RefusedRow>();
        Assert.Equal(2, Count(refused, Write("a/train.jsonl", ""), Write("b/test.jsonl", "")));
        Assert.Equal(2, Count(refused, Write("a/train.jsonl", "\"id\":\"x\","), Write("b/train.jsonl", "\"id\":\"y\",")));
        Assert.Equal(2, Count(refused, Write("a/train.jsonl", "\"id\":7,"), Write("b/train.jsonl", "\"id\":8,")));
        Assert.Empty(refused);
    }

    private static int Count(List<RefusedRow> refused, params string[] files) => new DataImport(ImportSettings.Default, refused.Add, _ => { }).Tasks(files, CancellationToken.None).Count();

    private string Write(string name, string id)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"{{{id}\"query\":\"Rome?\",\"answers\":\"[]\",\"tools\":\"[]\"}}\n");
        return path;
    }
}
