using System.Text.Json;
using ToolZero.EndToEnd.Tests.Support;

namespace ToolZero.EndToEnd.Tests.Commands;

/// <summary>The other commands, each as a process with a real model.</summary>
public sealed class CommandsSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Eval_counts_right_answers_of_a_model_and_of_the_newest_checkpoint_of_a_run()
    {
        var run = await SmallRun.Reference;
        foreach (var (model, part) in new[] { (TinyModel.Folder, "baseline"), (run.Folder, "final") })
        {
            var result = (await ToolZeroProcess.Run(["eval", model, "--json", "--tasks", "6", "--set", "evaluation.max-tokens=16"])).Succeeded().Json;
            var expected = run.Summary.GetProperty(part);
            foreach (var figure in new[] { "success", "format", "tasks" }) Assert.Equal(expected.GetProperty(figure).GetDouble(), result.GetProperty(figure).GetDouble());
            Assert.NotEmpty(result.GetProperty("byCategory").EnumerateObject());
        }
    }

    [Fact]
    public async Task Generate_shows_prompt_reasoning_calls_and_reward()
    {
        var result = (await ToolZeroProcess.Run(["generate", "--model", TinyModel.Folder, "--samples", "2", "--temperature", "1", "--max-tokens", "32"])).Succeeded();
        Assert.Contains("assistant:", result.Text, StringComparison.Ordinal);
        Assert.Contains("reference", result.Text, StringComparison.Ordinal);
        Assert.Equal(2, result.Output.Count(line => line.StartsWith("calls", StringComparison.Ordinal)));
        Assert.Equal(2, result.Output.Count(line => line.StartsWith("reward", StringComparison.Ordinal)));
        var again = await ToolZeroProcess.Run(["generate", "--model", TinyModel.Folder, "--samples", "2", "--temperature", "1", "--max-tokens", "32"]);
        Assert.Equal(result.Output, again.Output);
    }

    [Fact]
    public async Task Tokenize_gives_ids_whose_pieces_are_the_text()
    {
        var result = (await ToolZeroProcess.Run("tokenize", "--model", TinyModel.Folder, "--json", "<think> héllo\n</think> 世界")).Succeeded().Json;
        var ids = result.GetProperty("ids").EnumerateArray().Select(i => i.GetInt32()).ToList();
        var pieces = result.GetProperty("pieces").EnumerateArray().Select(p => p.GetString()).ToList();
        Assert.Equal(ids.Count, pieces.Count);
        Assert.Contains("<think>", pieces);
        Assert.Contains("</think>", pieces);
    }

    [Fact]
    public async Task Data_can_be_generated_inspected_and_trained_on()
    {
        var file = _folder["tasks.jsonl"];
        (await ToolZeroProcess.Run("data", "generate", "--count", "40", "--seed", "3", "--out", file)).Succeeded();
        Assert.Equal(40, File.ReadLines(file).Count(line => JsonDocument.Parse(line).RootElement.ValueKind == JsonValueKind.Object));
        var printed = (await ToolZeroProcess.Run("data", "generate", "--count", "40", "--seed", "3")).Succeeded();
        Assert.Equal(await File.ReadAllLinesAsync(file), printed.Output);

        var summary = (await ToolZeroProcess.Run("data", "inspect", file, "--json")).Succeeded().Json;
        Assert.Equal(40, summary.GetProperty("tasks").GetInt32());
        Assert.Equal(0, summary.GetProperty("refused").GetArrayLength());
        Assert.Equal(40, summary.GetProperty("categories").EnumerateObject().Sum(c => c.Value.GetInt32()));

        var run = await SmallRun.Train(_folder.Path, "own-data", "--steps", "1", "--data", file);
        run.AssertFinished(1, SmallRun.Batch);
    }

    [Fact]
    public async Task Tokenizer_train_writes_a_tokenizer_that_tokenize_reads()
    {
        var text = _folder.Write("text.txt", string.Concat(Enumerable.Repeat("the weather in the north\n", 20)));
        (await ToolZeroProcess.Run("tokenizer", "train", "--text", text, "--vocab-size", "280", "--out", _folder["made"])).Succeeded();
        var result = (await ToolZeroProcess.Run("tokenize", "--model", _folder["made"], "--json", "the north")).Succeeded().Json;
        Assert.Equal("the north", string.Concat(result.GetProperty("pieces").EnumerateArray().Select(p => p.GetString())));
    }

    [Fact]
    public async Task Train_dry_run_checks_everything_and_writes_nothing()
    {
        var result = (await ToolZeroProcess.Run([.. SmallRun.Arguments(_folder["runs"], "planned").Where(a => a != "--json"), "--dry-run"])).Succeeded();
        Assert.Contains("nothing was written", result.Text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["runs"]));
    }

    [Fact]
    public async Task Help_is_printed_for_everything()
    {
        foreach (var line in new[] { "", "--help", "train --help", "eval --help", "data generate --help", "tokenizer train --help" })
            Assert.NotEmpty((await ToolZeroProcess.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Succeeded().Output);
    }
}
