using ToolZero.Core.Data;

namespace ToolZero.Core.Tests.Data;

public sealed class DataFormatsSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("toolzero-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("""{"system":"[]","conversations":[]}""", DataFormats.ToolAce)]
    [InlineData("""{"system":"Be brief.","conversations":[],"tools":"[]"}""", DataFormats.Chat)]
    [InlineData("""{"system":"Be brief.","conversations":[],"functions":[]}""", DataFormats.Chat)]
    [InlineData("""{"functions":[],"messages":[]}""", DataFormats.Chat)]
    [InlineData("[7, \"x\", [], {\"query\":\"x\",\"calling\":[]}]", DataFormats.SealTools)]
    [InlineData("7\n{\n{\"query\":\"x\",\"answers\":[],\"tools\":[]}", DataFormats.Xlam)]
    [InlineData("""{"\ud800":1,"messages":[],"reference":[]}""", DataFormats.Own)]
    [InlineData("""{"instruction":"","input":"","output":7}""", DataFormats.ToolRl)]
    public void The_first_row_that_is_an_object_decides_by_its_fields(string text, string format) => Assert.Equal(format, DataFormats.Detect(Write(text)));

    [Theory]
    [InlineData("[7, 8]", ": holds no row that is a JSON object; FILE:1: row 1: expected an object, found a number")]
    [InlineData("{", ": holds no row that is a JSON object; FILE:1: malformed JSON at byte 1")]
    [InlineData("{\"a\":1,\"b\":2}", ":1: rows with the fields a, b are of no known format: ")]
    [InlineData("""{"\ud800":1}""", ":1: rows with the fields half of a surrogate pair in a property name are of no known format: ")]
    public void Where_none_decides_the_first_row_is_named(string text, string message)
    {
        var file = Write(text);
        Assert.StartsWith($"{file}{message.Replace("FILE", file, StringComparison.Ordinal)}", Assert.Throws<DataException>(() => DataFormats.Detect(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rows_of_a_list_on_one_line_have_ids_and_refusals_of_their_own()
    {
        const string Row = """{"query":"x","answers":"[]","tools":"[]"}""";
        var file = Write($"[{Row},{{}},{Row},{{\"id\":\"rows-3\",\"query\":\"x\",\"answers\":\"[]\",\"tools\":\"[]\"}}, {{");
        var items = DataFile.Read(file, null, DataReading.Default).ToList();
        Assert.Equal(["rows-1", "rows-3", "rows-3"], items.SelectMany(i => i.Tasks).Select(t => t.Id));
        Assert.Equal(
            [null, $"{file}:1: row 2: query: missing", null, $"{file}:1: row 4: id: \"rows-3\" occurs before", $"{file}:1: row 5: the list ends inside a row"],
            DataValidation.Run(file, null, DataReading.Default).Select(r => r?.ToString()));
        Assert.Equal(["rows-1", "rows-2", "rows-4"], DataFile.Read(Write($"{Row}\n{Row}\n\n{Row}"), null, DataReading.Default).SelectMany(i => i.Tasks).Select(t => t.Id));
    }

    private string Write(string text)
    {
        var file = Path.Combine(_folder.FullName, "rows.json");
        File.WriteAllText(file, text);
        return file;
    }
}
