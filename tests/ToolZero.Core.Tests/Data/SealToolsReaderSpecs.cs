using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Prompts;
using ToolZero.Tests.Shared;

namespace ToolZero.Core.Tests.Data;

public sealed class SealToolsReaderSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("toolzero-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_row_becomes_a_task_with_its_tools_and_distractors_of_their_field()
    {
        var task = Read("""{"id":"a","query":"Do.","calling":[{"api":"f","parameters":{"x":1,"y":2.0},"responses":[]}]}""").Tasks.Single();
        Assert.Equal("[f(x=1, y=2.0)]", PythonCallFormatter.Format(task.Reference));
        Assert.Equal(["f", "g", "h"], task.Tools.Select(t => t.Name).Order());
        Assert.Equal("multiple", task.Category);
        Assert.Equal(new Message(Role.User, "Do."), task.Messages.Single());
    }

    [Fact]
    public void The_number_of_distractors_is_a_setting()
    {
        Write("""{"id":"a","query":"Do.","calling":[{"api":"f"}]}""");
        var task = DatasetLoader.Load(_folder.FullName, DataReading.Default with { SealTools = new SealToolsSettings(Distractors: 0) }).Tasks.Single();
        Assert.Equal(["f"], task.Tools.Select(t => t.Name));
        Assert.Equal("simple", task.Category);
    }

    [Fact]
    public void A_value_that_stands_for_a_result_stays_a_string()
    {
        var task = Read("""{"id":"a","query":"Do.","calling":[{"api":"f","parameters":{"x":1}},{"api":"g","parameters":{"x":"API_call_0"}}]}""").Tasks.Single();
        Assert.Equal("[f(x=1), g(x='API_call_0')]", PythonCallFormatter.Format(task.Reference));
        Assert.Equal("multi-step", task.Category);
    }

    [Theory]
    [InlineData("""{"query":"x","calling":[]}""", "id: missing")]
    [InlineData("""{"id":"b","calling":[]}""", "query: missing")]
    [InlineData("""{"id":"b","query":5,"calling":[]}""", "query: expected a string, found a number")]
    [InlineData("""{"id":"b","query":"x","calling":{}}""", "calling: expected a list, found an object")]
    [InlineData("""{"id":"b","query":"x","calling":[{"api":"f"},{"api":"none"}]}""", "calling[1].api: \"none\" is not in tool.jsonl")]
    [InlineData("""{"id":"b","query":"x","calling":[{"api":"f","parameters":{"q":1}}]}""", "calling[0].parameters: \"q\" is no parameter of f")]
    [InlineData("""{"id":"b","query":"x","calling":[{"api":"f-1"}]}""", "calling[0]: cannot be written as a Python-style call")]
    [InlineData("""{"id":"a","query":"x","calling":[]}""", "id: \"a\" occurs before")]
    [InlineData("7", "row: expected an object, found a number")]
    public void A_row_that_cannot_be_used_is_refused_by_line_field_and_reason(string row, string reason)
    {
        var dataset = Read("""{"id":"a","query":"Do.","calling":[{"api":"f"}]}""", row);
        Assert.Single(dataset.Tasks);
        var refused = dataset.Refused.Single();
        Assert.Equal(2, refused.Line);
        Assert.Contains(reason, refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_is_not_JSON_is_an_error() =>
        Assert.Contains("dev.jsonl:1: malformed JSON", Assert.Throws<DataException>(() => Read("{")).Message, StringComparison.Ordinal);

    [Fact]
    public void Missing_tools_are_named()
    {
        var path = Path.Combine(_folder.FullName, "dev.jsonl");
        File.WriteAllText(path, """{"id":"a","query":"x","calling":[]}""");
        Assert.Contains("tool.jsonl", Assert.Throws<DataException>(() => DatasetLoader.Load(path)).Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [Trait("Category", "Golden")]
    [InlineData("dev.jsonl", 700, 1)]
    [InlineData("test_in_domain.jsonl", 700, 2)]
    [InlineData("test_out_domain.jsonl", 654, 4)]
    public void Every_row_of_the_published_files_is_read_or_refused_by_name(string file, int rows, int refused)
    {
        var path = SharedData.Require($"sealtools/{file}");
        var dataset = DatasetLoader.Load(path);
        Assert.Equal(rows, dataset.Tasks.Length + dataset.Refused.Length);
        Assert.All(dataset.Refused, r => Assert.Contains("cannot be written as a Python-style call", r.Reason, StringComparison.Ordinal));
        Assert.Equal(refused, dataset.Refused.Length);
        Assert.All(dataset.Tasks, t => Assert.All(t.Reference, c => Assert.Contains(t.Tools, tool => tool.Name == c.Name)));
        Assert.InRange(dataset.Tasks.Average(t => t.Tools.Length - t.Reference.Select(c => c.Name).Distinct().Count()), 4.5, 5);

        var again = DatasetLoader.Load(path);
        Assert.True(dataset.Tasks.Zip(again.Tasks).All(pair => pair.First.Tools.SequenceEqual(pair.Second.Tools)));
    }

    private Dataset Read(params string[] rows)
    {
        Write(rows);
        return DatasetLoader.Load(Path.Combine(_folder.FullName, "dev.jsonl"));
    }

    private void Write(params string[] rows)
    {
        File.WriteAllLines(Path.Combine(_folder.FullName, "tool.jsonl"),
        [
            """{"api_name":"f","api_description":"F.","field":"A/B","parameters":{"x":{"type":"int","description":"X."},"y":{"type":"float"}},"required":["x"],"responses":{}}""",
            """{"api_name":"g","field":"A/B","parameters":{"x":{"type":"str"}},"required":[]}""",
            """{"api_name":"h","field":"A/C","parameters":{}}""",
            """{"api_name":"i","field":"D/B","parameters":{}}""",
            """{"api_name":"f-1","field":"A/B","parameters":{}}""",
        ]);
        File.WriteAllLines(Path.Combine(_folder.FullName, "dev.jsonl"), rows);
    }
}
