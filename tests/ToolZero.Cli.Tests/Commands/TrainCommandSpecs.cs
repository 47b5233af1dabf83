using System.Text.Json;
using System.Xml.Linq;
using ToolZero.Actors.Tests.Support;
using ToolZero.Cli.Hosting;
using ToolZero.Cli.Tests.Support;

namespace ToolZero.Cli.Tests.Commands;

/// <summary>The command with a real model, tiny and random.</summary>
public sealed class TrainCommandSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public TrainCommandSpecs() => _model = TinyModel.Write(_folder.At("model"));

    public void Dispose() => _folder.Dispose();

    /// <summary>A short run; what <paramref name="more"/> says replaces the standard.</summary>
    private string[] Train(params string[] more)
    {
        string[][] standard =
        [
            ["--name", "r"], ["--steps", "2"], ["--model", _model], ["--set", $"run.folder={_folder.Path}"], ["--set", "data.toolworld.train-tasks=20"],
            ["--set", "learner.prompts-per-batch=2"], ["--set", "rollout.group-size=2"], ["--set", "rollout.groups-per-lease=2"], ["--set", "rollout.max-tokens=8"],
            ["--set", "evaluation.tasks=4"], ["--set", "evaluation.max-tokens=8"],
        ];
        return ["train", .. standard.Where(o => o[0] == "--set" || !more.Contains(o[0])).SelectMany(o => o), .. more];
    }

    [Fact]
    public async Task A_run_leaves_a_whole_run_folder_and_the_name_is_not_used_twice()
    {
        var run = await CommandRun.Of(Train());
        Assert.Equal("", run.Error);
        Assert.Equal(ExitCodes.Success, run.Code);
        Assert.Contains("step 2/2 ", run.Out, StringComparison.Ordinal);
        Assert.Contains("held-out success ", run.Out, StringComparison.Ordinal);
        foreach (var file in new[] { "config.conf", "metrics.jsonl", "summary.json", "report.html", "ledger.db", "evaluations/step_0.json", "evaluations/step_2.json" })
            Assert.True(File.Exists(_folder.At("r", file)), file);
        Assert.Single(Directory.GetFiles(_folder.At("r", "tfevents")));

        using var summary = JsonDocument.Parse(await File.ReadAllTextAsync(_folder.At("r", "summary.json")));
        foreach (var name in new[] { "baseline", "final", "steps", "seconds", "tokens", "policyVersion", "weightsSha256", "ledger", "seed" })
            Assert.True(summary.RootElement.TryGetProperty(name, out _), name);
        var page = XDocument.Parse(await File.ReadAllTextAsync(_folder.At("r", "report.html")));
        Assert.Contains(page.Descendants("section"), s => s.Attribute("id")?.Value == "samples");

        var again = await CommandRun.Of(Train());
        Assert.Equal(ExitCodes.BadInput, again.Code);
        Assert.Contains("--resume", again.Error, StringComparison.Ordinal);
        Assert.Single(again.Error.TrimEnd().Split('\n'));

        var eval = await CommandRun.Of("eval", _folder.At("r"), "--tasks", "3", "--set", "evaluation.max-tokens=8", "--json");
        Assert.Equal("", eval.Error);
        using var result = JsonDocument.Parse(eval.Out);
        Assert.Equal(3, result.RootElement.GetProperty("tasks").GetInt32());
        Assert.EndsWith("step_2", result.RootElement.GetProperty("model").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_writes_nothing()
    {
        var before = Directory.GetFileSystemEntries(_folder.Path);
        var run = await CommandRun.Of(Train("--dry-run"));
        Assert.Equal(ExitCodes.Success, run.Code);
        Assert.Contains("nothing was written", run.Out, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Json_lines_are_all_that_standard_output_holds()
    {
        var run = await CommandRun.Of(Train("--json"));
        Assert.Equal(ExitCodes.Success, run.Code);
        var events = run.Out.TrimEnd().Split(Environment.NewLine).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("event").GetString()).ToList();
        Assert.Equal(2, events.Count(e => e == "step"));
        Assert.Equal(2, events.Count(e => e == "evaluation"));
    }

    [Fact]
    public async Task Control_c_stops_in_order_and_says_how_to_go_on()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var run = await CommandRun.Of(stop.Token, Train());
        Assert.Equal(ExitCodes.Interrupted, run.Code);
        Assert.Contains($"./toolzero train --resume --name r --set run.folder={_folder.Path}", run.Out, StringComparison.Ordinal);

        // Its settings are those that it began with: others are not left out in silence.
        var other = await CommandRun.Of(Train("--resume", "--set", "learner.learning-rate=1"));
        Assert.Equal((ExitCodes.BadInput, ""), (other.Code, other.Out));
        Assert.Contains("learner.learning-rate = 1: the run goes on with the settings that it began with, here ", Assert.Single(other.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);

        // How its process tells of itself is no setting of the run.
        var resumed = await CommandRun.Of(Train("--resume", "--set", "telemetry.log-format=json"));
        Assert.Equal("", resumed.Error);
        Assert.Equal(ExitCodes.Success, resumed.Code);
        Assert.Contains("finished 2 steps", resumed.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("learnin-rate", "--set", "learner.learnin-rate=1")]
    [InlineData("rollout.lease-deadline", "--set", "rollout.lease-deadline=3parsecs")]
    [InlineData("/no/such/model", "--model", "/no/such/model")]
    [InlineData("/no/such/data.jsonl", "--data", "/no/such/data.jsonl")]
    [InlineData("no recipe", "--config", "unheard-of")]
    [InlineData("--clean", "--resume", "--clean")]
    [InlineData("--steps", "--steps", "many")]
    [InlineData("run.folder", "--set", "run.folder=/proc/nowhere")]
    public async Task Bad_input_is_one_line_and_code_2_and_nothing_is_left(string named, params string[] more)
    {
        var run = await CommandRun.Of(Train(more));
        Assert.Equal(ExitCodes.BadInput, run.Code);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.At("r")));
    }

    [Fact]
    public async Task Resuming_needs_a_name()
    {
        var run = await CommandRun.Of("train", "--resume", "--model", _model, "--set", $"run.folder={_folder.Path}");
        Assert.Equal(ExitCodes.BadInput, run.Code);
        Assert.Contains("--resume needs --name; runs in", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generating_shows_prompt_answer_and_reward()
    {
        var run = await CommandRun.Of("generate", "--model", _model, "--count", "2", "--samples", "2", "--temperature", "1", "--max-tokens", "6");
        Assert.Equal("", run.Error);
        Assert.Equal(ExitCodes.Success, run.Code);
        foreach (var needed in new[] { "tools:", "reference  [", "--- answer 2:", "reward ", "calls ", "toolworld-held-out-1-1" })
            Assert.Contains(needed, run.Out, StringComparison.Ordinal);

        var unknown = await CommandRun.Of("generate", "--model", _model, "--task", "toolworld-held-out-1-x");
        Assert.Equal(ExitCodes.BadInput, unknown.Code);
        Assert.Contains("did you mean toolworld-held-out-1-", unknown.Error, StringComparison.Ordinal);
    }
}
