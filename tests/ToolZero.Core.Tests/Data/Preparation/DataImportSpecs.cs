using ToolZero.Core.Data;
using ToolZero.Core.Data.Augmentation;
using ToolZero.Core.Data.Preparation;
using ToolZero.Core.Prompts;
using ToolZero.Core.ToolWorld;

namespace ToolZero.Core.Tests.Data.Preparation;

public sealed class DataImportSpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("toolzero-");
    private readonly List<RefusedRow> _refused = [];
    private readonly List<TaskOverlap> _overlaps = [];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Own_rows_come_out_as_they_went_in()
    {
        var source = Source(300);
        var report = Run(ImportSettings.Default, source);
        Assert.Equal(File.ReadAllBytes(source), File.ReadAllBytes(At("out.jsonl")));
        Assert.Equal((300, 0), (report.Rows, report.Refused));
        Assert.Equal(300, report.Categories.Values.Sum());
    }

    [Fact]
    public void Bad_rows_are_refused_and_the_rest_goes_on()
    {
        File.AppendAllText(Source(2), "{\"id\":\"b\"}\n{\n\u00ff\n{\"id\":\"t\",\"tools\":[],\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"reference\":[]}\n");
        var report = Run(ImportSettings.Default, At("in.jsonl"));
        Assert.Equal((3, 3), (report.Written[At("out.jsonl")], _refused.Count));
        Assert.Equal([$"{At("in.jsonl")}:3: tools: missing", $"{At("in.jsonl")}:4: row: malformed JSON at byte 1", $"{At("in.jsonl")}:5: row: malformed JSON at byte 0"], _refused.Select(r => r.ToString()));
    }

    [Fact]
    public void The_same_ids_are_refused_and_the_same_contents_dropped_on_demand()
    {
        var source = Source(20);
        var again = At("again.jsonl");
        File.WriteAllLines(again, File.ReadLines(source).Select(line => line.Replace("{\"id\":\"", "{\"id\":\"x", StringComparison.Ordinal)));
        Assert.Equal(20, Run(ImportSettings.Default, source, source).Refused);
        Assert.Equal(40, Run(ImportSettings.Default, source, again).Written[At("out.jsonl")]);
        var report = Run(ImportSettings.Default with { Deduplicates = true }, source, again);
        Assert.Equal((20, 20), (report.Duplicates, report.Written[At("out.jsonl")]));
    }

    [Fact]
    public void Calls_that_do_not_fit_their_tools_are_refused_when_the_schema_is_checked()
    {
        const string Tool = """[{"name":"f","parameters":{"type":"object","properties":{"n":{"type":"integer"},"l":{"type":"array","items":{"type":"string"}}},"required":["n"]}}]""";
        var calls = new[] { "[f(n=1)]", "[f(n='1')]", "[f(n=1, x=2)]", "[f()]", "[f(n=1, l=['a', 2])]" };
        File.WriteAllLines(At("in.jsonl"), calls.Select((call, i) => $$"""{"id":"{{i}}","tools":{{Tool}},"messages":[{"role":"user","content":"x"}],"reference":"{{call}}"}"""));
        Assert.Equal(0, Run(ImportSettings.Default, At("in.jsonl")).Refused);
        Run(ImportSettings.Default with { ChecksSchema = true }, At("in.jsonl"));
        Assert.Equal(
            [
                "\"n\" of \"f\" is declared as integer and is '1'", "\"x\" is no parameter of \"f\"", "the call of \"f\" lacks its required parameter \"n\"", "an item of \"l\" of \"f\" is no string",
            ],
            _refused.Select(r => r.Reason));
    }

    [Fact]
    public void What_repeats_the_evaluation_set_is_reported_and_dropped_on_demand()
    {
        var source = Source(50);
        var against = new OverlapIndex(ToolTaskJsonLines.Read(source).Take(5));
        var report = Run(ImportSettings.Default with { Against = against }, source);
        Assert.True(report.Overlaps >= 5 && report.SharedTools > 0 && report.Written[At("out.jsonl")] == 50);
        Assert.Equal(report.Overlaps, _overlaps.Count);
        Assert.Equal(50 - report.Overlaps, Run(ImportSettings.Default with { Against = against, DropsOverlap = true }, source).Written[At("out.jsonl")]);
    }

    [Fact]
    public void Shuffled_splits_hold_every_task_once_and_the_seed_decides_them()
    {
        var source = Source(200);
        var settings = ImportSettings.Default with { Splits = TaskSplits.Parse("train=0.75,test=0.25", 1), ShuffleSeed = 7 };
        var report = Run(settings, source);
        Assert.Equal([At("out.test.jsonl"), At("out.train.jsonl")], report.Written.Keys);
        var first = report.Written.Keys.Select(File.ReadAllText).ToList();
        Assert.Equal(File.ReadLines(source).Order(StringComparer.Ordinal), report.Written.Keys.SelectMany(File.ReadLines).Order(StringComparer.Ordinal));
        Run(settings, source);
        Assert.Equal(first, report.Written.Keys.Select(File.ReadAllText));
        Run(settings with { ShuffleSeed = 8 }, source);
        Assert.NotEqual(first, report.Written.Keys.Select(File.ReadAllText));
    }

    [Fact]
    public void No_part_sees_a_question_of_another_in_a_joined_dialogue()
    {
        Run(ImportSettings.Default with { Splits = TaskSplits.Parse("train=0.5,test=0.5", 1), Augmentations = TaskAugmentations.Parse("join", 1) }, Source(300));
        var (train, test) = (Part("train"), Part("test"));
        Assert.Contains(train, t => t.Category == "joined");
        Assert.Empty(train.SelectMany(t => t.Messages).Where(IsQuestion).Intersect(test.SelectMany(t => t.Messages).Where(IsQuestion)).Except(Twice()));

        List<ToolTask> Part(string name) => [.. ToolTaskJsonLines.Read(At($"out.{name}.jsonl"))];
        static bool IsQuestion(Message message) => message.Role == Role.User;

        // Questions that two rows ask.
        IEnumerable<Message> Twice() => ToolTaskJsonLines.Read(At("in.jsonl")).SelectMany(t => t.Messages).Where(IsQuestion).GroupBy(m => m).Where(g => g.Skip(1).Any()).Select(g => g.Key);
    }

    [Fact]
    public void The_same_content_in_two_parts_is_counted_unless_it_is_dropped()
    {
        var source = Source(100);
        File.WriteAllLines(At("again.jsonl"), File.ReadLines(source).Select(line => line.Replace("{\"id\":\"", "{\"id\":\"x", StringComparison.Ordinal)));
        var settings = ImportSettings.Default with { Splits = TaskSplits.Parse("train=0.5,test=0.5", 1) };
        Assert.Equal(0, Run(settings, source).InTwoParts);
        Assert.InRange(Run(settings, source, At("again.jsonl")).InTwoParts, 30, 70);
        Assert.Equal(0, Run(settings with { Deduplicates = true }, source, At("again.jsonl")).InTwoParts);
    }

    [Fact]
    public void What_was_augmented_already_gets_no_id_a_second_time()
    {
        ToolTaskJsonLines.Write(At("in.jsonl"), ToolWorldGenerator.Generate(ToolWorldSplit.Training, seed: 1, 100));
        Run(Challenged(), At("in.jsonl"));
        File.Move(At("out.jsonl"), At("once.jsonl"));
        var report = Run(Challenged(), At("once.jsonl"));
        Assert.True(report.Refused > 0);
        Assert.Equal(report.Refused, _refused.Count);
        Assert.All(_refused, row => Assert.Matches("^\"[^\"]+\\+challenge\" occurs before, in a row or made of one$", row.Reason));
        var ids = ToolTaskJsonLines.Read(At("out.jsonl")).Select(t => t.Id).ToList();
        Assert.Equal(ToolTaskJsonLines.Read(At("once.jsonl")).Select(t => t.Id), ids);

        static ImportSettings Challenged() => ImportSettings.Default with { Augmentations = TaskAugmentations.Parse("challenge", 1) };
    }

    [Fact]
    public void An_import_of_which_no_task_is_left_leaves_what_was_there()
    {
        File.WriteAllText(At("in.jsonl"), "{\"id\":\"a\",\"messages\":[],\"reference\":[]}\n{\n");
        File.WriteAllText(At("out.jsonl"), "what was there");
        var error = Assert.Throws<DataException>(() => Run(ImportSettings.Default, At("in.jsonl")));
        Assert.Equal($"{At("out.jsonl")}: not written, because no task is left: 2 rows read, 2 refused, 0 duplicates, 0 repeat the evaluation set", error.Message);
        Assert.Equal("what was there", File.ReadAllText(At("out.jsonl")));
        Assert.Equal(2, _folder.GetFiles().Length);
    }

    [Fact]
    public void Prepared_tasks_are_valid_rows()
    {
        var settings = ImportSettings.Default with { Augmentations = TaskAugmentations.Parse(string.Join(',', TaskAugmentations.Names), 1), Masking = new NameMasking(true, true), Renames = true };
        var report = Run(settings, Source(200));
        Assert.True(report.Augmented > 100, $"{report.Augmented} made");
        Assert.All(DataValidation.Run(At("out.jsonl"), null, DataReading.Default), Assert.Null);
        Assert.All(ToolTaskJsonLines.Read(At("out.jsonl")).SelectMany(t => t.Tools), tool => Assert.StartsWith("func_", tool.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void An_import_that_is_stopped_or_fails_leaves_nothing()
    {
        var source = Source(10);
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => Import(ImportSettings.Default).Run([source], At("out.jsonl"), stopped.Token));
        Assert.Throws<DataException>(() => Run(ImportSettings.Default, source, At("none.jsonl")));
        Assert.Throws<DataException>(() => Import(ImportSettings.Default).Run([source], Path.Combine(At("none"), "out.jsonl"), CancellationToken.None));
        Assert.Equal(["in.jsonl"], _folder.GetFiles().Select(f => f.Name));
    }

    [Theory]
    [InlineData("{\"id\":\"a\",\"tools\":[],\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"reference\":[],\"respons\":\"y\"}", "respons: unknown field: did you mean response?")]
    [InlineData("{\"id\":\"a\",\"tools\":[],\"messages\":[{\"role\":\"user\",\"content\":\"x\",\"name\":\"y\"}],\"reference\":[]}", "messages[0].name: unknown field: expected role, content, calls, reasoning")]
    [InlineData("{\"id\":\"\",\"tools\":[],\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"reference\":[]}", "id: empty")]
    [InlineData("{\"id\":\"a\",\"tools\":[],\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}],\"reference\":[]}", "row: nobody asks: a turn of the user is needed")]
    [InlineData("{\"id\":\"a\",\"tools\":[{\"name\":\"f\"},{\"name\":\"f\"}],\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"reference\":[]}", "row: the tool \"f\" is offered twice")]
    public void Validation_holds_own_rows_against_their_schema(string row, string problem)
    {
        File.WriteAllText(At("in.jsonl"), row);
        Assert.Equal($"{At("in.jsonl")}:1: {problem}", Assert.Single(DataValidation.Run(At("in.jsonl"), null, DataReading.Default))?.ToString());
    }

    private ImportReport Run(ImportSettings settings, params string[] sources) => Import(settings).Run(sources, At("out.jsonl"), CancellationToken.None);

    private DataImport Import(ImportSettings settings) => new(settings, _refused.Add, _overlaps.Add);

    private string Source(int count)
    {
        ToolTaskJsonLines.Write(At("in.jsonl"), ToolWorldGenerator.Generate(ToolWorldSplit.Training, seed: 1, count));
        return At("in.jsonl");
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
