using ToolZero.Core.Data;
using ToolZero.Core.ToolWorld;
using ToolZero.EndToEnd.Tests.Support;

namespace ToolZero.EndToEnd.Tests.BadInput;

/// <summary>Task files with a fault in them: file, line and field are named.</summary>
public sealed class DataFilesSpecs : IDisposable
{
    private const string Row = """{"id": "a", "tools": TOOLS, "messages": [{"role": "user", "content": "hi"}], "reference": []}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{\"id\": \"b\", ", ":3:")]
    [InlineData("[1, 2]", ":3:")]
    [InlineData("{\"id\": \"b\"}", ":3:", "tools")]
    [InlineData("{\"id\": 7, \"tools\": [], \"messages\": [], \"reference\": []}", ":3:", "id")]
    [InlineData("{\"id\": \"b\", \"tools\": [], \"messages\": [{\"role\": \"robot\", \"content\": \"\"}], \"reference\": []}", ":3:", "messages[0].role", "robot")]
    [InlineData("{\"id\": \"b\", \"tools\": [], \"messages\": [{\"role\": \"user\", \"content\": \"\"}], \"reference\": \"[f(1)]\"}", ":3:", "reference")]
    public Task A_malformed_row(string row, params string[] mentions) => AssertRefused(row, mentions);

    [Theory]
    [InlineData("\"search\"", "tools")]
    [InlineData("[3]", "tools[0]")]
    [InlineData("[{\"name\": 5}]", "tools[0].name")]
    [InlineData("[{\"name\": \"f\", \"parameters\": []}]", "tools[0].parameters")]
    [InlineData("[{\"name\": \"f\", \"parameters\": {\"type\": \"object\", \"properties\": {\"x\": {\"type\": \"colour\"}}}}]", "tools[0].parameters", "colour")]
    [InlineData("[{\"name\": \"f\", \"parameters\": {\"type\": \"object\", \"properties\": {\"x\": 3}}}]", "tools[0].parameters")]
    public Task A_tool_schema_of_the_wrong_type(string tools, params string[] mentions) =>
        AssertRefused(Row.Replace("TOOLS", tools, StringComparison.Ordinal), [":3:", .. mentions]);

    [Fact]
    public async Task An_empty_file()
    {
        var file = _folder.Write("tasks.jsonl", "");
        await Refusal.AssertRefused(SmallRun.Arguments(_folder["runs"], "bad", "--data", file), file);
        Refusal.AssertUntouched(_folder["runs"]);
    }

    [Fact]
    public async Task Prompts_that_are_all_too_long()
    {
        await Refusal.AssertRefused(SmallRun.Arguments(_folder["runs"], "bad", "--set", "prompt.max-tokens=2"), "64", "prompt.max-tokens");
        Refusal.AssertUntouched(_folder["runs"]);
    }

    private async Task AssertRefused(string row, string[] mentions)
    {
        ToolTaskJsonLines.Write(_folder["tasks.jsonl"], ToolWorldGenerator.Generate(ToolWorldSplit.Training, 1, 2));
        var file = _folder["tasks.jsonl"];
        await File.AppendAllTextAsync(file, row + "\n");
        await Refusal.AssertRefused(SmallRun.Arguments(_folder["runs"], "bad", "--data", file), [file, .. mentions]);
        Refusal.AssertUntouched(_folder["runs"]);
    }
}
