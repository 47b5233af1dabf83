using System.Globalization;
using System.Runtime.CompilerServices;
using ToolZero.Core.Data;

namespace ToolZero.Core.Tests.Data;

public sealed class DatasetLoaderSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("toolzero-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Own_rows_are_known_by_their_fields() =>
        Assert.Single(Load("""{"id":"a","tools":[],"messages":[{"role":"user","content":"x"}],"reference":[]}""").Tasks);

    [Fact]
    public void Own_rows_may_be_a_list() => Assert.Equal(["1", "2"], Load($"[{Own(1)},\n{Own(2)}]").Tasks.Select(t => t.Id));

    [Theory]
    [InlineData("""{"id":"b","tools":[{"name":"f"},{"name":"f"}],"messages":[{"role":"user","content":"x"}],"reference":[]}""")]
    [InlineData("""{"id":"b","tools":[],"messages":[{"role":"system","content":"x"}],"reference":[]}""")]
    [InlineData("""{"id":"b","tools":[],"messages":[{"role":"user","content":"x"}],"reference":[],"respons":"y"}""")]
    [InlineData("""{"id":"b","tools":[{"name":"f"}],"messages":[{"role":"user","content":"x"}],"reference":[{"name":"g"}]}""")]
    [InlineData("""{"id":"b","tools":[],"messages":[],"reference":[]}""")]
    [InlineData("""{"id":"b"}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public void What_validation_refuses_a_run_refuses_with_the_same_words(string row)
    {
        var path = Write($"{Own(1)}\n{row}\n");
        var problems = DataValidation.Run(path, null, DataReading.Default).ToList();
        Assert.Null(problems[0]);
        Assert.Equal(problems[1]?.ToString(), Assert.Throws<DataException>(() => DatasetLoader.Load(path)).Message);
    }

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
    public void A_stream_gives_what_comes_before_a_bad_row_and_reads_anew_when_asked_again()
    {
        var path = Write(Own(1) + "\n" + Own(2) + "\n{}\n");
        var stream = DatasetLoader.Stream(path);
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(["1", "2"], stream.Entries.Take(2).Select(e => e.Task!.Id));
            Assert.Contains(":3: id: missing", Assert.Throws<DataException>(() => stream.Entries.Count()).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Of_other_formats_a_stream_names_refused_rows_where_they_stand()
    {
        var entries = DatasetLoader.Stream(Write($"{Xlam(1)}\n{{\n{Xlam(1)}\n{Xlam(2)}\n")).Entries.ToList();
        Assert.Equal(["rows-1", null, null, "rows-2"], entries.Select(e => e.Task?.Id));
        Assert.Equal([0, 2, 3, 0], entries.Select(e => e.Refused?.Line ?? 0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_stream_keeps_no_task(bool isOwn)
    {
        var seen = Seen(Write(string.Join('\n', Enumerable.Range(0, 5000).Select(i => isOwn ? Own(i) : Xlam(i)))));
        GC.Collect();
        Assert.Equal(5000, seen.Count);
        Assert.InRange(seen.Count(task => task.IsAlive), 0, 10);
    }

    [Fact]
    public void Missing_files_and_strange_folders_are_errors()
    {
        Assert.Throws<DataException>(() => DatasetLoader.Load(Path.Combine(_folder.FullName, "none.jsonl")));
        Assert.Throws<DataException>(() => DatasetLoader.Load(_folder.FullName));
    }

    private static string Own(int id) => $$"""{"id":"{{id}}","tools":[],"messages":[{"role":"user","content":"x"}],"reference":[]}""";

    private static string Xlam(int id) =>
        """{"id":ROW,"query":"Rome?","answers":"[{\"name\": \"weather\", \"arguments\": {\"city\": \"Rome\"}}]","tools":"[{\"name\": \"weather\", \"description\": \"\", \"parameters\": {\"city\": {\"type\": \"str\"}}}]"}"""
            .Replace("ROW", id.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    // A method of its own: what its loop holds is gone when it returns.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> Seen(string path) => [.. DatasetLoader.Stream(path).Entries.Select(e => new WeakReference(e.Task))];

    private string Write(string text)
    {
        var path = Path.Combine(_folder.FullName, "rows.jsonl");
        File.WriteAllText(path, text);
        return path;
    }

    private Dataset Load(string text) => DatasetLoader.Load(Write(text));
}
