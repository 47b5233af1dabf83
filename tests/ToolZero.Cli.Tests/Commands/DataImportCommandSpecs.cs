using System.Text.Json;
using ToolZero.Cli.Hosting;
using ToolZero.Cli.Tests.Support;
using ToolZero.Core.Data;

namespace ToolZero.Cli.Tests.Commands;

public sealed class DataImportCommandSpecs : IDisposable
{
    private const string Xlam = """
        [{"id":0,"query":"Rome?","answers":"[{\"name\": \"weather\", \"arguments\": {\"city\": \"Rome\"}}]","tools":"[{\"name\": \"weather\", \"description\": \"\", \"parameters\": {\"city\": {\"type\": \"str\"}}}]"},
         {"id":1,"query":"Oslo?","answers":"[{\"name\": \"other\", \"arguments\": {}}]","tools":"[]"},
         {"id":2,"query":"Rome?","answers":"[{\"name\": \"weather\", \"arguments\": {\"city\": \"Rome\"}}]","tools":"[{\"name\": \"weather\", \"description\": \"\", \"parameters\": {\"city\": {\"type\": \"str\"}}}]"}]
        """;

    private readonly TemporaryFolder _folder = new();

    public DataImportCommandSpecs() => File.WriteAllText(_folder.At("xlam.json"), Xlam);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rows_become_own_rows_and_each_refused_one_is_named()
    {
        var run = await Import();
        Assert.Equal(ExitCodes.Success, run.Code);
        Assert.Equal(2, ToolTaskJsonLines.Read(_folder.At("out.jsonl")).Count());
        Assert.Equal($"refused {_folder.At("xlam.json")}:2: row 2: answers: calls \"other\", which is not among the tools", run.Error.Trim());
        Assert.Contains("3 rows", run.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, (await CommandRun.Of("data", "validate", _folder.At("out.jsonl"))).Code);
    }

    [Fact]
    public async Task Options_prepare_the_rows_on_the_way()
    {
        var run = await Import("--deduplicate", "--mask", "both", "--augment", "challenge", "--split", "a=0.5,b=0.5", "--shuffle", "--seed", "3", "--json");
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal((1, 1, 1), (Number("refused"), Number("duplicates"), Number("augmented")));
        var written = json.RootElement.GetProperty("written").EnumerateObject().ToList();
        Assert.Equal([_folder.At("out.a.jsonl"), _folder.At("out.b.jsonl")], written.Select(w => w.Name));
        var tasks = written.Where(w => w.Value.GetInt32() > 0).SelectMany(w => ToolTaskJsonLines.Read(w.Name)).ToList();
        Assert.All(tasks, task => Assert.Equal("func_1", task.Tools[0].Name));
        Assert.Equal(["rows", "rows+challenge"], tasks.Select(t => t.Id.Replace("xlam-0", "rows", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

        int Number(string name) => json.RootElement.GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task What_repeats_an_evaluation_set_is_reported_and_dropped_on_demand()
    {
        await Import();
        File.Move(_folder.At("out.jsonl"), _folder.At("evaluation.jsonl"));
        var run = await Import("--against", _folder.At("evaluation.jsonl"));
        Assert.Contains("overlap xlam-2: the same question as xlam-0", run.Error, StringComparison.Ordinal);
        Assert.Contains("2 tasks repeat a question of the 2 evaluation tasks; 1 tool names are shared", run.Out, StringComparison.Ordinal);
        Assert.Equal(2, ToolTaskJsonLines.Read(_folder.At("out.jsonl")).Count());
        var dropped = await Import("--against", _folder.At("evaluation.jsonl"), "--drop-overlap");
        Assert.Equal(ExitCodes.BadInput, dropped.Code);
        Assert.Contains("no task is left: 3 rows read, 1 refused, 0 duplicates, 2 repeat the evaluation set", dropped.Error, StringComparison.Ordinal);
        Assert.Equal(2, ToolTaskJsonLines.Read(_folder.At("out.jsonl")).Count());
    }

    [Fact]
    public async Task An_evaluation_set_may_be_several_files_and_says_what_of_it_was_not_read()
    {
        await File.WriteAllTextAsync(_folder.At("one.json"), """{"id":"irrelevance_0","question":[[{"role":"user","content":"Rome?"}]],"function":[]}""" + "\n{\n");
        await File.WriteAllTextAsync(_folder.At("two.json"), """{"id":"live_relevance_0-0-0","question":[[{"role":"user","content":"Paris?"}]],"function":[]}""");
        var run = await Import("--against", _folder.At("one.json"), "--against", _folder.At("two.json"));
        Assert.Contains($"refused, of the evaluation set, {_folder.At("one.json")}:2: row: malformed JSON", run.Error, StringComparison.Ordinal);
        Assert.Contains("1 rows of the evaluation set were refused: nothing was compared with them\n2 tasks repeat a question of the 2 evaluation tasks", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_evaluation_set_that_asks_nothing_is_an_error()
    {
        await File.WriteAllTextAsync(_folder.At("one.json"), """{"id":"irrelevance_0","question":[],"function":[]}""");
        var run = await Import("--against", _folder.At("one.json"));
        Assert.Equal(ExitCodes.BadInput, run.Code);
        Assert.Contains("no row of this evaluation set can be read", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.At("out.jsonl")));
    }

    [Fact]
    public async Task Splits_without_deduplication_say_what_stands_in_two_of_them()
    {
        var run = await Import("--split", "a=0.5,b=0.5");
        Assert.Matches("(1 tasks repeat, under another id, a task of another part; --deduplicate drops them|0 tasks repeat, under another id, a task of another part)\n", run.Out);
        Assert.DoesNotContain("of another part", (await Import("--split", "a=0.5,b=0.5", "--deduplicate")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--drop-overlap needs --against", "--drop-overlap")]
    [InlineData("augmentation \"jion\"", "--augment", "jion")]
    [InlineData("split \"train\"", "--split", "train")]
    public async Task Bad_options_are_one_line(string message, params string[] options)
    {
        var run = await Import(options);
        Assert.Equal(ExitCodes.BadInput, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.At("out.jsonl")));
    }

    [Fact]
    public async Task Validation_names_every_bad_row_and_ends_with_two()
    {
        await File.WriteAllTextAsync(_folder.At("own.jsonl"), "{\"id\":\"a\",\"tools\":[],\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"reference\":[]}\n{\"id\":\"a\",\"tools\":[],\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"reference\":[]}\n{}\n");
        var run = await CommandRun.Of("data", "validate", _folder.At("own.jsonl"));
        Assert.Equal(ExitCodes.BadInput, run.Code);
        Assert.Equal($"refused {_folder.At("own.jsonl")}:2: id: \"a\" occurs before\nrefused {_folder.At("own.jsonl")}:3: id: missing\n", run.Error);
        Assert.Contains("3 rows, 2 refused", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_tell_categories_duplicates_and_refusals()
    {
        var run = await CommandRun.Of("data", "stats", _folder.At("xlam.json"), "--json");
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal((2, 1, 1), (json.RootElement.GetProperty("tasks").GetInt32(), json.RootElement.GetProperty("duplicates").GetInt32(), json.RootElement.GetProperty("refusedRows").GetInt32()));
        Assert.Equal(2, json.RootElement.GetProperty("categories").GetProperty("simple").GetInt32());
        Assert.Contains("xlam.json: 2 tasks", (await CommandRun.Of("data", "stats", _folder.At("xlam.json"))).Out, StringComparison.Ordinal);
    }

    private Task<CommandRun> Import(params string[] options) => CommandRun.Of(["data", "import", _folder.At("xlam.json"), "--out", _folder.At("out.jsonl"), .. options]);
}
