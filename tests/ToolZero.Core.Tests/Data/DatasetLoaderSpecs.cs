using ToolZero.Core.Data;

namespace ToolZero.Core.Tests.Data;

public sealed class DatasetLoaderSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("toolzero-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Own_rows_are_known_by_their_fields() =>
        Assert.Single(Load("""{"id":"a","tools":[],"messages":[{"role":"user","content":"x"}],"reference":[]}""").Tasks);

    [Theory]
    [InlineData("", "holds no row")]
    [InlineData("[7]", "holds no row that is a JSON object")]
    [InlineData("{", "rows.jsonl:1: malformed JSON at byte 1")]
    [InlineData("""{"id":"a"}""", "rows with the fields id are of no known format")]
    [InlineData("""{"id":"a","query":"x","calling":[]}""", "tool.jsonl")]
    public void What_is_no_data_set_is_said_in_one_line(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<DataException>(() => Load(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_whose_rows_are_all_refused_is_an_error()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "tool.jsonl"), "");
        var error = Assert.Throws<DataException>(() => Load("""{"id":"a","query":"x","calling":[{"api":"none"}]}"""));
        Assert.Contains("no row can be used; the first refused is", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_files_and_strange_folders_are_errors()
    {
        Assert.Throws<DataException>(() => DatasetLoader.Load(Path.Combine(_folder.FullName, "none.jsonl")));
        Assert.Throws<DataException>(() => DatasetLoader.Load(_folder.FullName));
    }

    private Dataset Load(string text)
    {
        var path = Path.Combine(_folder.FullName, "rows.jsonl");
        File.WriteAllText(path, text);
        return DatasetLoader.Load(path);
    }
}
