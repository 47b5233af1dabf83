using System.Text.Json;
using ToolZero.Actors.Tests.Support;
using ToolZero.Cli.Hosting;
using ToolZero.Cli.Tests.Evaluation;
using ToolZero.Cli.Tests.Support;
using ToolZero.Core.Randomness;

namespace ToolZero.Cli.Tests.Commands;

/// <summary>The command with a real model, tiny and random, and a leaderboard of five questions.</summary>
public sealed class EvalBfclCommandSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _data;
    private readonly string _model;

    public EvalBfclCommandSpecs() => (_data, _model) = (BfclFolder.Write(_folder.Path), TinyModel.Write(_folder.At("model")));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_question_is_answered_and_scored_in_the_leaderboards_layout()
    {
        var run = await CommandRun.Of(Eval("--json"));
        Assert.Equal(ExitCodes.Success, run.Code);
        Assert.Contains("5/5 questions 100 %", run.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(3, json.RootElement.GetProperty("categories").GetProperty("simple_python").GetProperty("totalCount").GetInt32());

        var lines = await File.ReadAllLinesAsync(Result("simple_python"));
        Assert.Equal(["simple_python_0", "simple_python_1", "simple_python_2"], lines.Select(l => Field(l, "id")));
        Assert.All(lines, line => Assert.True(int.Parse(Field(line, "input_token_count"), System.Globalization.CultureInfo.InvariantCulture) > 0));
        Assert.True(File.Exists(_folder.At("out", "score", "model", "non_live", "BFCL_v4_irrelevance_score.json")));
    }

    [Fact]
    public async Task A_second_call_goes_on_where_the_first_ended()
    {
        await CommandRun.Of(Eval("--limit", "1"));
        var first = (await File.ReadAllLinesAsync(Result("simple_python"))).Single();

        // What a kill leaves: a line that is cut off.
        await File.AppendAllTextAsync(Result("simple_python"), "{\"id\": \"simple_python_1\", \"resu");
        var run = await CommandRun.Of(Eval());
        Assert.Equal(ExitCodes.Success, run.Code);
        Assert.StartsWith("2/5 questions", run.Error, StringComparison.Ordinal);
        var lines = await File.ReadAllLinesAsync(Result("simple_python"));
        Assert.Equal(first, lines[0]);
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public async Task Wherever_the_files_were_cut_a_second_call_comes_to_the_same_ones()
    {
        await CommandRun.Of(Eval());
        var whole = Files();
        var random = new RandomStream(1);
        for (var round = 0; round < 4; round++)
        {
            Directory.Delete(_folder.At("out", "score"), recursive: true);
            foreach (var category in new[] { "simple_python", "irrelevance" })
            {
                await using var file = new FileStream(Result(category), FileMode.Open);
                file.SetLength(random.Next((int)file.Length));
            }

            var run = await CommandRun.Of(Eval());
            Assert.Equal(ExitCodes.Success, run.Code);
            Assert.Equal(whole, Files());
        }
    }

    [Fact]
    public async Task A_blank_line_among_the_answers_costs_none_of_them()
    {
        await CommandRun.Of(Eval());
        var whole = Files();
        await File.WriteAllTextAsync(Result("simple_python"), "\n" + await File.ReadAllTextAsync(Result("simple_python")));
        Assert.Equal(ExitCodes.Success, (await CommandRun.Of(Eval())).Code);
        Assert.Equal(whole, Files());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    public async Task A_limit_below_one_is_refused(string limit)
    {
        var run = await CommandRun.Of(Eval("--limit", limit));
        Assert.Equal(ExitCodes.BadInput, run.Code);
        Assert.Contains("--limit must be at least 1", run.Error, StringComparison.Ordinal);
        Assert.Contains("--limit must be at least 1", (await CommandRun.Of("eval", "sealtools", "--data", _data, "--model", _model, "--limit", limit)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_to_other_questions_are_not_taken_over()
    {
        await CommandRun.Of(Eval("--limit", "1"));
        var file = Path.Combine(_data, "BFCL_v4_simple_python.json");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("Add 2", "Add up 2", StringComparison.Ordinal));
        var run = await CommandRun.Of(Eval());
        Assert.Equal(ExitCodes.BadInput, run.Code);
        Assert.Contains("BFCL_v4_simple_python_result.json: the answers here are to other questions than those of", run.Error, StringComparison.Ordinal);

        // Where no answer is left there is nothing to mix.
        File.Delete(Result("simple_python"));
        Assert.Equal(ExitCodes.Success, (await CommandRun.Of(Eval())).Code);
    }

    [Theory]
    [InlineData("settings.json", "{\"model\": ")]
    [InlineData("settings.json", "null")]
    [InlineData("data.json", "[]")]
    public async Task A_damaged_note_beside_the_answers_is_one_line(string name, string text)
    {
        await CommandRun.Of(Eval("--limit", "1"));
        await File.WriteAllTextAsync(_folder.At("out", "result", "model", name), text);
        var run = await CommandRun.Of(Eval());
        Assert.Equal(ExitCodes.BadInput, run.Code);
        Assert.Contains($"{name}: does not say what the results beside it are of", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("--max-tokens", "5")]
    [InlineData("--set", "rollout.stop=[\"x\"]")]
    public async Task Results_of_other_settings_are_not_mixed(string option, string value)
    {
        await CommandRun.Of(Eval("--limit", "1"));
        var run = await CommandRun.Of(Eval(option, value));
        Assert.Equal(ExitCodes.BadInput, run.Code);
        Assert.Contains("settings.json: the results here are of", run.Error, StringComparison.Ordinal);
        Assert.Contains("choose another --out or --name", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prompt_beyond_the_models_positions_is_recorded_and_counted_wrong()
    {
        var file = Path.Combine(_data, "BFCL_v4_irrelevance.json");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("Add 1 and 2.", string.Concat(Enumerable.Repeat("q7 ", 1500)), StringComparison.Ordinal));
        var run = await CommandRun.Of(Eval("--categories", "irrelevance"));
        Assert.Equal(ExitCodes.Success, run.Code);
        var line = Assert.Single(await File.ReadAllLinesAsync(Result("irrelevance")), l => l.Contains("inference_error", StringComparison.Ordinal));
        Assert.Contains("exceeds the model's 1024 positions", Field(line, "inference_error"), StringComparison.Ordinal);
        Assert.Contains("inference_error:no_answer", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_set_is_answered_and_functions_and_parameters_are_counted()
    {
        var tasks = _folder.At("tasks.jsonl");
        Assert.Equal(ExitCodes.Success, (await CommandRun.Of("data", "generate", "--out", tasks, "--count", "4")).Code);
        var run = await CommandRun.Of("eval", "sealtools", "--data", tasks, "--model", _model, "--out", _folder.At("out"), "--max-tokens", "8", "--json");
        Assert.Equal(ExitCodes.Success, run.Code);
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(4, json.RootElement.GetProperty("all").GetProperty("answers").GetInt32());
        Assert.InRange(json.RootElement.GetProperty("all").GetProperty("functionF1").GetDouble(), 0, 1);
        Assert.Equal(4, (await File.ReadAllLinesAsync(_folder.At("out", "result", "model", "sealtools_tasks_result.jsonl"))).Length);
        Assert.True(File.Exists(_folder.At("out", "score", "model", "sealtools_tasks_score.jsonl")));
    }

    private string Result(string category) => _folder.At("out", "result", "model", "non_live", $"BFCL_v4_{category}_result.json");

    private SortedDictionary<string, string> Files() =>
        new(Directory.EnumerateFiles(_folder.At("out"), "*", SearchOption.AllDirectories).ToDictionary(path => path, File.ReadAllText), StringComparer.Ordinal);

    private string[] Eval(params string[] more)
    {
        string[][] standard = [["--data", _data], ["--model", _model], ["--out", _folder.At("out")], ["--categories", "simple_python,irrelevance"], ["--max-tokens", "8"]];
        return ["eval", "bfcl", .. standard.Where(o => !more.Contains(o[0])).SelectMany(o => o), .. more];
    }

    private static string Field(string line, string name)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty(name).ToString();
    }
}
