using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using ToolZero.Cli.Hosting;
using ToolZero.Cli.Tests.Support;
using ToolZero.Core.Data;
using ToolZero.Core.Rewards;
using ToolZero.Tests.Shared;

namespace ToolZero.Cli.Tests.Commands;

public sealed class ScoreRewardCommandSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Completions_are_scored_by_the_rule_and_means_are_shown()
    {
        var run = await Score("tool-zero", """{"completion":"<think>a</think><answer>[f(x=1)]</answer>","reference":"[f(x=1)]"}""", """{"completion":"no","reference":[{"name":"f","arguments":{"x":1}}]}""");
        Assert.Equal(ExitCodes.Success, run.Code);
        Assert.Contains("2 completions by tool-zero: mean reward 1.0000, from 0.0000 to 2.0000, success 50", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_object_for_each_completion_as_json()
    {
        var run = await Score("tool-n1", """{"id":"a","completion":"<think>a</think><tool_call>[{\"name\":\"f\",\"arguments\":{}}]</tool_call>","answer":[{"name":"f","arguments":{}}]}""", options: ["--json"]);
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(("a", 1.0, true), (json.RootElement.GetProperty("id").GetString(), json.RootElement.GetProperty("total").GetDouble(), json.RootElement.GetProperty("success").GetBoolean()));
    }

    [Fact]
    public async Task A_class_of_the_users_own_scores_as_well()
    {
        var run = await Score("custom", """{"completion":"four","reference":""}""", options: ["--assembly", Assembly.GetExecutingAssembly().Location, "--type", typeof(LengthReward).FullName!]);
        Assert.Contains("1 completions by custom: mean reward 4.0000", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tool-rl", """{"reference":""}""", "rows.jsonl:1: completion: missing")]
    [InlineData("tool-rl", """{"completion":"x"}""", "rows.jsonl:1: ground_truth: missing")]
    [InlineData("tool-rl", """{"completion":1,"reference":""}""", "rows.jsonl:1: completion: expected a string")]
    [InlineData("tool-rl", """{"completion":"x" "reference":""}""", "rows.jsonl:1: malformed JSON: ',' or '}' expected at character 18")]
    [InlineData("tool-rl", "[1]", "rows.jsonl:1: row: expected an object")]
    [InlineData("tool-rl", """{"completion":"x","reference":"\ud800"}""", "rows.jsonl:1: reference: holds NaN, an infinity, half of a surrogate pair")]
    [InlineData("tool-zero", """{"completion":"x","reference":[{"name":"f","arguments":{"a":NaN}}]}""", "rows.jsonl:1: reference: holds NaN, an infinity, half of a surrogate pair")]
    [InlineData("tool-zero", """{"completion":"x","reference":[{"name":".","arguments":{}}]}""", "rows.jsonl:1: reference: calls \".\", which is no name of a function")]
    [InlineData("tool-n1", """{"completion":"x","answer":[{"name":"","arguments":{}}]}""", "rows.jsonl:1: answer: calls \"\", which is no name of a function")]
    [InlineData("tool-n1", """{"completion":"x","answer":[{"name":"f","arguments":{"a":NaN}}]}""", "rows.jsonl:1: answer: the reference: call 1: a value is not finite")]
    [InlineData("tool-rl", """{"completion":"x","ground_truth":"<tool_call>\n{\n</tool_call>"}""", "rows.jsonl:1: ground_truth: ")]
    [InlineData("tool-rl", "", "rows.jsonl: holds no row")]
    [InlineData("custom", "{}", "needs reward.assembly")]
    public async Task Bad_input_is_one_line(string rule, string row, string message)
    {
        var run = await Score(rule, row);
        Assert.Equal(ExitCodes.BadInput, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"completion":"\ud800 [f(x=1)]","reference":"[f(x=1)]"}""")]
    [InlineData("""{"completion":"[f(x=1)","reference":"[f(x=1)]","id":NaN,"loss":[-Infinity]}""")]
    public async Task What_a_model_or_Python_wrote_is_scored(string row)
    {
        var run = await Score("tool-zero", row, options: ["--json"]);
        Assert.Equal((ExitCodes.Success, ""), (run.Code, run.Error));
        Assert.Equal(0, Json(run.Out).GetProperty("total").GetDouble());
    }

    [Theory]
    [InlineData("throw", "InvalidOperationException: no luck")]
    [InlineData("nan", "lucky is NaN, expected a number")]
    [InlineData("hang", "no score within 0.2 s; mend it, or raise the deadline")]
    public async Task A_rule_of_the_users_own_that_fails_is_one_line(string completion, string cause)
    {
        var run = await Score(
            "custom",
            """{"completion":"fine","reference":""}""",
            $$"""{"completion":"{{completion}}","reference":""}""",
            ["--assembly", Assembly.GetExecutingAssembly().Location, "--type", typeof(UnluckyReward).FullName!, "--deadline", completion == "hang" ? "0.2" : "60"]);
        Assert.Equal(ExitCodes.BadInput, run.Code);
        Assert.Contains($"rows.jsonl:2: reward rule {typeof(UnluckyReward).FullName}: {cause}", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [SkippableTheory]
    [Trait("Category", "Golden")]
    [InlineData("toolrl_rewards.jsonl", "tool-rl", "default", 2333)]
    [InlineData("toolrl_rewards.jsonl", "tool-rl", "length", 2333)]
    [InlineData("tooln1_rewards.jsonl", "tool-n1", "v0", 1459)]
    public async Task The_golden_files_are_scored_as_they_say(string file, string rule, string variant, int rows)
    {
        var path = SharedData.Require($"golden/{file}");
        var run = await CommandRun.Of("score", "reward", path, "--rule", rule, "--variant", variant, "--json");
        Assert.Equal(ExitCodes.Success, run.Code);
        var expected = File.ReadLines(path).Select(line => Json(line).GetProperty("scores").GetProperty(variant)).Select(s => s.ValueKind == JsonValueKind.Object ? s.GetProperty("total").GetDouble() : s.GetDouble());
        var scored = run.Out.TrimEnd().Split('\n').Select(line => Json(line).GetProperty("total").GetDouble()).ToList();
        Assert.Equal(rows, scored.Count);
        Assert.All(expected.Zip(scored), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    private static JsonElement Json(string line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.Clone();
    }

    private async Task<CommandRun> Score(string rule, string first, string second = "", string[]? options = null)
    {
        await File.WriteAllLinesAsync(_folder.At("rows.jsonl"), [first, second]);
        return await CommandRun.Of(["score", "reward", _folder.At("rows.jsonl"), "--rule", rule, .. options ?? []]);
    }
}

/// <summary>Rewards length, to be loaded by name.</summary>
public sealed class LengthReward : IReward
{
    public RewardScore Score(ToolTask task, string completion) => new(completion?.Length ?? 0, 0, 0, false, ImmutableSortedDictionary<string, double>.Empty);
}

/// <summary>Does what the completion says.</summary>
public sealed class UnluckyReward : IReward
{
    public RewardScore Score(ToolTask task, string completion)
    {
        if (completion == "throw") throw new InvalidOperationException("no luck");
        if (completion == "hang") Thread.Sleep(TimeSpan.FromSeconds(20)); // Longer than the deadline; a background thread ends with the process.
        return new RewardScore(0, 0, 0, false, ImmutableSortedDictionary<string, double>.Empty.Add("lucky", completion == "nan" ? double.NaN : 1));
    }
}
