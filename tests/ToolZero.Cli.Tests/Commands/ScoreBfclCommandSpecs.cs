using System.Text.Json;
using ToolZero.Cli.Hosting;
using ToolZero.Cli.Tests.Evaluation;
using ToolZero.Cli.Tests.Support;
using ToolZero.Tests.Shared;

namespace ToolZero.Cli.Tests.Commands;

public sealed class ScoreBfclCommandSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _data;

    public ScoreBfclCommandSpecs() => _data = BfclFolder.Write(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Results_are_scored_by_category_and_score_files_hold_what_is_wrong()
    {
        var file = Results("""{"id": "simple_python_0", "result": "[add(a=0)]"}""", """{"id": "simple_python_1", "result": "[add(a=5)]"}""", """{"id": "irrelevance_0", "result": "No."}""");
        var run = await CommandRun.Of("score", "bfcl", file, "--data", _data, "--out", _folder.Path, "--name", "org/model");
        Assert.Equal(ExitCodes.Success, run.Code);
        Assert.Contains("simple_python                 1      2     50.0 %", run.Out, StringComparison.Ordinal);
        Assert.Contains("irrelevance                   1      1    100.0 %", run.Out, StringComparison.Ordinal);
        Assert.Contains("value_error:others", run.Out, StringComparison.Ordinal);
        Assert.Contains("simple_python: 2 of 3 questions are answered; the accuracy is of these", run.Error, StringComparison.Ordinal);

        var lines = await File.ReadAllLinesAsync(_folder.At("score", "org_model", "non_live", "BFCL_v4_simple_python_score.json"));
        Assert.Equal("{\"accuracy\": 0.5, \"correct_count\": 1, \"total_count\": 2}", lines[0]);
        using var wrong = JsonDocument.Parse(Assert.Single(lines[1..]));
        Assert.Equal(("simple_python_1", "org/model"), (wrong.RootElement.GetProperty("id").GetString(), wrong.RootElement.GetProperty("model_name").GetString()));
        Assert.Equal(2, Directory.GetFiles(_folder.At("score"), "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Summaries_and_counts_come_as_json()
    {
        var run = await CommandRun.Of("score", "bfcl", Results("""{"id": "irrelevance_1", "calls": [{"add": {"a": 1}}]}"""), "--data", _data, "--json", "--categories", "irrelevance,simple_python");
        using var json = JsonDocument.Parse(run.Out);
        var category = json.RootElement.GetProperty("categories").GetProperty("irrelevance");
        Assert.Equal((0.0, 1), (category.GetProperty("accuracy").GetDouble(), category.GetProperty("totalCount").GetInt32()));
        Assert.Equal(1, category.GetProperty("errors").GetProperty("irrelevance_error:decoder_success").GetInt32());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("nonLive").ValueKind);
    }

    [Theory]
    [InlineData("{\"id\": \"simple_python_9\", \"result\": \"\"}", ":1: simple_python_9: no single-turn question has this id, did you mean simple_python_0?")]
    [InlineData("{\"id\": \"multi_turn_base_0\", \"result\": \"\"}", ": holds no result of the chosen categories; 1 row of categories that are not single-turn left out")]
    [InlineData("{\"id\": \"simple_python_0\", \"result\": \"\"}\n{\"id\": \"simple_python_0\", \"result\": \"\"}", ":2: simple_python_0: answered twice; keep one result of each question")]
    [InlineData("{\"id\": \"simple_python_0\"}", ":1: result: missing; expected result (what the model wrote) or calls (decoded)")]
    [InlineData("nonsense", ":1: value expected at 0; one result per line")]
    [InlineData("", ": holds no result of the chosen categories")]
    public async Task Rows_that_cannot_be_judged_are_one_line_with_file_and_line(string text, string expected)
    {
        var run = await CommandRun.Of("score", "bfcl", Results(text), "--data", _data);
        Assert.Equal(ExitCodes.BadInput, run.Code);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Of_a_whole_folder_what_is_not_single_turn_is_left_out_and_counted()
    {
        var model = _folder.At("result", "Qwen2.5-7B");
        Write(Path.Combine(model, "non_live", "BFCL_v4_simple_python_result.json"), """{"id": "simple_python_0", "result": "[add(a=0)]"}""", """{"id": "memory_kv_0-customer-0", "result": [["x"]]}""");
        Write(Path.Combine(model, "multi_turn", "BFCL_v4_multi_turn_base_result.json"), """{"id": "multi_turn_base_0", "result": [["x"]]}""");
        Write(Path.Combine(model, "agentic", "memory", "BFCL_v4_memory_kv_prereq_result.json"), "no JSON at all");
        Write(Path.Combine(model, "agentic", "BFCL_v4_web_search_base_result.json"), """{"id": "web_search_base_0"}""");
        var run = await CommandRun.Of("score", "bfcl", model, "--data", _data);
        Assert.Equal(ExitCodes.Success, run.Code);
        Assert.Contains("simple_python                 1      1    100.0 %", run.Out, StringComparison.Ordinal);
        Assert.Contains("3 files and 1 row of categories that are not single-turn left out", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scores_go_by_the_whole_name_of_the_models_folder()
    {
        var model = _folder.At("result", "Qwen2.5-7B");
        var file = Path.Combine(model, "non_live", "BFCL_v4_simple_python_result.json");
        Write(file, """{"id": "simple_python_0", "result": "[add(a=0)]"}""");
        foreach (var path in new[] { model, model + "/", Path.Combine(model, "non_live"), file })
        {
            using var json = JsonDocument.Parse((await CommandRun.Of("score", "bfcl", path, "--data", _data, "--json")).Out);
            Assert.Equal("Qwen2.5-7B", json.RootElement.GetProperty("model").GetString());
        }

        using var other = JsonDocument.Parse((await CommandRun.Of("score", "bfcl", Results("""{"id": "simple_python_0", "result": ""}"""), "--data", _data, "--json")).Out);
        Assert.Equal("results", other.RootElement.GetProperty("model").GetString());
    }

    [Fact]
    public async Task A_wrong_category_or_a_missing_file_is_named()
    {
        Assert.Equal("toolzero: lve: no such category, did you mean live?", (await CommandRun.Of("score", "bfcl", Results(""), "--data", _data, "--categories", "lve")).Error.TrimEnd());
        Assert.Contains("/no/file: no such file or folder", (await CommandRun.Of("score", "bfcl", "/no/file", "--data", _data)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_answers_are_judged_and_the_command_goes_on()
    {
        var file = Results(
            $$"""{"id": "simple_python_0", "result": "{{new string('x', 10_000_000)}}"}""",
            $$"""{"id": "simple_python_1", "result": "{{new string('[', 10_000)}}"}""",
            """{"id": "simple_python_2", "result": [{"add": "{\"a\": NaN, \"a\": 2, \"b\": 2}"}]}""",
            """{"id": "irrelevance_0", "result": "half \ud800 a pair"}""",
            $$"""{"id": "irrelevance_1", "result": {{new string('[', 850)}}{{new string(']', 850)}}}""");
        var run = await CommandRun.Of("score", "bfcl", file, "--data", _data, "--out", _folder.Path);
        Assert.Equal(ExitCodes.Success, run.Code);
        Assert.Contains("simple_python                 1      3     33.3 %", run.Out, StringComparison.Ordinal);
        Assert.Contains("irrelevance                   2      2    100.0 %", run.Out, StringComparison.Ordinal);
    }

    [SkippableFact]
    [Trait("Category", "Golden")]
    public async Task Reference_answers_score_100_percent_but_in_the_six_entries_that_nothing_satisfies()
    {
        var (data, file) = (SharedData.Require("bfcl"), _folder.At("reference.jsonl"));
        Assert.Equal(ExitCodes.Success, (await CommandRun.Of("score", "bfcl-reference", file, "--data", data)).Code);
        var run = await CommandRun.Of("score", "bfcl", file, "--data", data, "--json", "--out", _folder.Path);
        using var json = JsonDocument.Parse(run.Out);
        var wrong = json.RootElement.GetProperty("categories").EnumerateObject()
            .ToDictionary(c => c.Name, c => c.Value.GetProperty("totalCount").GetInt32() - c.Value.GetProperty("correctCount").GetInt32());
        Assert.Equal(13, wrong.Count);
        Assert.Equal(new Dictionary<string, int> { ["simple_java"] = 2, ["live_simple"] = 2, ["live_multiple"] = 2 }, wrong.Where(c => c.Value > 0).ToDictionary());
    }

    private static void Write(string file, params string[] lines)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllLines(file, lines);
    }

    private string Results(params string[] lines)
    {
        var file = _folder.At("results.jsonl");
        File.WriteAllLines(file, lines);
        return file;
    }
}
