using ToolZero.Cli.Hosting;
using ToolZero.Cli.Tests.Support;

namespace ToolZero.Cli.Tests.Commands;

public sealed class CommandLineSpecs
{
    [Fact]
    public async Task No_command_shows_the_commands()
    {
        var run = await CommandRun.Of();
        Assert.Equal(ExitCodes.Success, run.Code);
        foreach (var command in new[] { "train", "eval", "generate", "pretrain", "tokenizer", "tokenize", "data", "report", "bench", "test" })
            Assert.Contains($"  {command} ", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("toolzero: unknown command trian: did you mean train?", "trian")]
    [InlineData("toolzero: data: unknown command inspct: did you mean inspect?", "data", "inspct")]
    [InlineData("toolzero: data generate: unknown option --sed: did you mean --seed?", "data", "generate", "--sed", "4")]
    [InlineData("toolzero: data needs one of the commands generate, import, inspect, validate, stats", "data")]
    [InlineData("toolzero: data generate: --count must be at least 1; see toolzero data generate --help", "data", "generate", "--count", "0")]
    public async Task A_wrong_command_line_is_one_line_with_the_nearest_meaning(string line, params string[] args)
    {
        var run = await CommandRun.Of(args);
        Assert.Equal(ExitCodes.BadInput, run.Code);
        Assert.Equal(line + Environment.NewLine, run.Error);
        Assert.Equal("", run.Out);
    }

    [Fact]
    public async Task A_word_that_resembles_nothing_gets_no_suggestion()
    {
        var run = await CommandRun.Of("zzzzzzzzzzzz");
        Assert.Equal(ExitCodes.BadInput, run.Code);
        Assert.Equal($"toolzero: unknown command zzzzzzzzzzzz; see toolzero --help{Environment.NewLine}", run.Error);
    }

    [Fact]
    public async Task A_value_that_is_no_number_is_one_line()
    {
        var run = await CommandRun.Of("data", "generate", "--count", "many");
        Assert.Equal(ExitCodes.BadInput, run.Code);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Contains("--count", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_input_is_one_line_and_code_2()
    {
        var run = await CommandRun.Of("data", "inspect", "/no/such/data.jsonl");
        Assert.Equal(ExitCodes.BadInput, run.Code);
        Assert.StartsWith("toolzero: /no/such/data.jsonl: no such file or folder", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Tests_belong_to_the_launcher()
    {
        var run = await CommandRun.Of("test", "--filter", "Category=Golden");
        Assert.Equal(ExitCodes.BadInput, run.Code);
        Assert.Contains("./toolzero test", run.Error, StringComparison.Ordinal);
    }
}
