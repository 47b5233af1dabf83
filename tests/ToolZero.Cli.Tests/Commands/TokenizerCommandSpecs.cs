using System.Text.Json;
using ToolZero.Cli.Hosting;
using ToolZero.Cli.Tests.Support;

namespace ToolZero.Cli.Tests.Commands;

public sealed class TokenizerCommandSpecs
{
    [Fact]
    public async Task A_trained_tokenizer_tokenizes_and_training_again_gives_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        string[] train = ["tokenizer", "train", "--documents", "40", "--vocab-size", "300", "--out"];
        Assert.Equal(ExitCodes.Success, (await CommandRun.Of([.. train, folder.At("a")])).Code);
        Assert.Equal(ExitCodes.Success, (await CommandRun.Of([.. train, folder.At("b")])).Code);
        Assert.Equal(await File.ReadAllBytesAsync(folder.At("a", "tokenizer.json")), await File.ReadAllBytesAsync(folder.At("b", "tokenizer.json")));

        var run = await CommandRun.Of("tokenize", "<think>tools", "--model", folder.At("a"), "--json");
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal("<think>", json.RootElement.GetProperty("pieces")[0].GetString());
        Assert.Equal("<think>tools", string.Concat(json.RootElement.GetProperty("pieces").EnumerateArray().Select(p => p.GetString())));

        var text = await CommandRun.Of("tokenize", "a b", "--model", folder.At("a"));
        Assert.EndsWith("tokens, 3 characters" + Environment.NewLine, text.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_files_are_learned_from()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllLinesAsync(folder.At("text.txt"), Enumerable.Repeat("banana bandana", 10));
        var run = await CommandRun.Of("tokenizer", "train", "--text", folder.At("text.txt"), "--vocab-size", "265", "--out", folder.At("t"));
        Assert.Equal(ExitCodes.Success, run.Code);
        Assert.Contains("265 tokens, 4 merges", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tokenize", "x", "--model", "/no/such/model")]
    [InlineData("tokenizer", "train", "--out", "/proc/cannot/be/made")]
    [InlineData("tokenizer", "train", "--out", "/tmp/unused", "--text", "/no/such/file")]
    public async Task Bad_paths_are_one_line_and_code_2(params string[] args)
    {
        var run = await CommandRun.Of(args.Contains("train") ? [.. args, "--documents", "2"] : args);
        Assert.Equal(ExitCodes.BadInput, run.Code);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }
}
