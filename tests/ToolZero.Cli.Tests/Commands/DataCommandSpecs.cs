using System.Text.Json;
using ToolZero.Cli.Hosting;
using ToolZero.Cli.Tests.Evaluation;
using ToolZero.Cli.Tests.Support;
using ToolZero.Core.Data;
using ToolZero.Tests.Shared;

namespace ToolZero.Cli.Tests.Commands;

public sealed class DataCommandSpecs
{
    [Fact]
    public async Task Generated_tasks_are_read_back()
    {
        using var folder = new TemporaryFolder();
        var file = folder.At("tasks.jsonl");
        var run = await CommandRun.Of("data", "generate", "--split", "held-out", "--count", "24", "--seed", "5", "--out", file);
        Assert.Equal(ExitCodes.Success, run.Code);
        Assert.Equal(24, ToolTaskJsonLines.Read(file).Count());
    }

    [Theory]
    [InlineData("data", "generate", "--count", "2", "--out")]
    [InlineData("score", "bfcl-reference", "--categories", "simple_python", "--data", "DATA")]
    public async Task A_device_is_no_file_to_write(params string[] args)
    {
        using var folder = new TemporaryFolder();
        var data = BfclFolder.Write(folder.Path);
        File.CreateSymbolicLink(folder.At("out"), "/dev/null");
        var run = await CommandRun.Of([.. args.Select(a => a == "DATA" ? data : a), folder.At("out")]);
        Assert.Equal(ExitCodes.BadInput, run.Code);
        Assert.Equal($"toolzero: {folder.At("out")}: is a device or a pipe, and a file would be put in its place; name a file", run.Error.TrimEnd());
        Assert.Equal("/dev/null", new FileInfo(folder.At("out")).LinkTarget);
    }

    [Fact]
    public async Task Without_a_file_tasks_go_to_standard_output_and_the_seed_decides_them()
    {
        var first = await CommandRun.Of("data", "generate", "--count", "5", "--seed", "3");
        var again = await CommandRun.Of("data", "generate", "--count", "5", "--seed", "3");
        var other = await CommandRun.Of("data", "generate", "--count", "5", "--seed", "4");
        Assert.Equal(5, first.Out.TrimEnd().Split('\n').Length);
        Assert.Equal(first.Out, again.Out);
        Assert.NotEqual(first.Out, other.Out);
    }

    [Fact]
    public async Task Inspecting_counts_categories_and_shows_a_sample()
    {
        var run = await CommandRun.Of("data", "inspect", "toolworld", "--count", "100");
        Assert.Equal(ExitCodes.Success, run.Code);
        Assert.Contains("toolworld: 100 tasks", run.Out, StringComparison.Ordinal);
        Assert.Contains("parallel-multiple", run.Out, StringComparison.Ordinal);
        Assert.Contains("--- reference: ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspecting_as_json_is_json()
    {
        var run = await CommandRun.Of("data", "inspect", "--count", "50", "--json");
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(50, json.RootElement.GetProperty("tasks").GetInt32());
        Assert.Equal(50, json.RootElement.GetProperty("categories").EnumerateObject().Sum(c => c.Value.GetInt32()));
    }

    [Fact]
    public async Task A_malformed_row_is_named_by_file_line_and_field()
    {
        using var folder = new TemporaryFolder();
        var file = folder.At("bad.jsonl");
        await File.WriteAllTextAsync(file, """{"id":"a","tools":[],"messages":[{"role":"me","content":""}],"reference":[]}""");
        var run = await CommandRun.Of("data", "inspect", file);
        Assert.Equal(ExitCodes.BadInput, run.Code);
        Assert.Contains($"{file}:1: messages[0].role", run.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    [Trait("Category", "Golden")]
    public async Task Seal_tools_is_counted_row_by_row()
    {
        var file = SharedData.Require("sealtools/dev.jsonl");
        var run = await CommandRun.Of("data", "inspect", file, "--json");
        Assert.Equal(ExitCodes.Success, run.Code);
        using var json = JsonDocument.Parse(run.Out);
        var rows = File.ReadLines(file).Count(line => line.Trim().Length > 0);
        Assert.Equal(rows, json.RootElement.GetProperty("tasks").GetInt32() + json.RootElement.GetProperty("refused").GetArrayLength());
    }
}
