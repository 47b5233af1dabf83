using System.CommandLine;
using System.Text.Json;
using ToolZero.Cli.Hosting;
using ToolZero.Core.Data;
using ToolZero.Core.Data.Augmentation;
using ToolZero.Core.Data.Preparation;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero data import</c>: public data sets as the product's own rows, prepared on the way.</summary>
internal static class DataImportCommand
{
    public static Command Create(CommandContext context)
    {
        var options = new DataReadingOptions();
        var output = new Option<string>("--out", "-o") { Description = "File to write, one task per line.", HelpName = "FILE", Required = true };
        var check = new Option<string>("--check") { Description = "calls: refuse rows whose tools or calls cannot be read. schema: also calls that do not fit their tools. Default calls.", DefaultValueFactory = _ => "calls" };
        check.AcceptOnlyFromAmong("calls", "schema");
        var names = new Option<string>("--names") { Description = "keep, or rename: give tools and parameters names that Python-style calls can have. Default keep.", DefaultValueFactory = _ => "keep" };
        names.AcceptOnlyFromAmong("keep", "rename");
        var mask = new Option<string?>("--mask") { Description = "Mask names: functions (func_1 ...), parameters (param_1 ...) or both.", HelpName = "WHAT" };
        mask.AcceptOnlyFromAmong("functions", "parameters", "both");
        var augment = new Option<string?>("--augment") { Description = $"Make multi-turn tasks of single-turn ones: {string.Join(", ", TaskAugmentations.Names)}, each with a share: join=0.1,challenge=0.1.", HelpName = "LIST" };
        var deduplicate = new Option<bool>("--deduplicate") { Description = "Drop tasks whose content went by before." };
        var against = new Option<string[]>("--against") { Description = "Report tasks that repeat questions of this evaluation set; once for each of its files.", HelpName = "FILE" };
        var drop = new Option<bool>("--drop-overlap") { Description = "Drop the tasks that --against reports." };
        var split = new Option<string?>("--split") { Description = "Write parts by share: train=0.9,test=0.1 makes FILE.train.jsonl and FILE.test.jsonl.", HelpName = "LIST" };
        var shuffle = new Option<bool>("--shuffle") { Description = "Write the tasks in the order of --seed." };
        var seed = DataOptions.Seed("splits, order, augmentations and Seal-Tools' distractors");
        var json = DataOptions.Json();
        var command = new Command("import", "Read public data sets into own rows (docs/data.md); every refused row is named by file, line, field and reason.")
        {
            options.Sources, options.Format, options.Turns, output, check, names, mask, augment, deduplicate, against, drop, split, shuffle, seed, json,
        };
        command.SetAction(parsed =>
        {
            var chosenSeed = parsed.GetRequiredValue(seed);
            if (parsed.GetValue(drop) && parsed.GetValue(against) is not { Length: > 0 }) throw new DataException("--drop-overlap needs --against: the evaluation set that is not to be repeated");
            var settings = new ImportSettings(
                parsed.GetValue(options.Format),
                options.Reading(parsed, chosenSeed),
                parsed.GetRequiredValue(check) == "schema",
                parsed.GetRequiredValue(names) == "rename",
                parsed.GetValue(mask) is { } what ? new NameMasking(what is "functions" or "both", what is "parameters" or "both") : null,
                parsed.GetValue(augment) is { } list ? TaskAugmentations.Parse(list, chosenSeed) : null,
                parsed.GetValue(deduplicate),
                parsed.GetValue(against) is { Length: > 0 } evaluation ? EvaluationSet.Read(evaluation, row => context.Error.WriteLine($"refused, of the evaluation set, {row}")) : null,
                parsed.GetValue(drop),
                parsed.GetValue(split) is { } parts ? TaskSplits.Parse(parts, chosenSeed) : null,
                parsed.GetValue(shuffle) ? chosenSeed : null);
            var import = new DataImport(
                settings,
                row => context.Error.WriteLine($"refused {row}"),
                overlap => context.Error.WriteLine($"overlap {overlap.Task}: {Describe(overlap.Kind)} {overlap.EvaluationTask}"));
            var start = context.Time.GetTimestamp();
            var report = import.Run(parsed.GetRequiredValue(options.Sources), parsed.GetRequiredValue(output), context.Stop);
            var seconds = context.Time.GetElapsedTime(start).TotalSeconds;
            if (parsed.GetValue(json)) context.Out.WriteLine(JsonSerializer.Serialize(report, DataOptions.JsonLayout));
            else Write(context.Out, report, settings, seconds);
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Write(TextWriter to, ImportReport report, ImportSettings settings, double seconds)
    {
        foreach (var (file, tasks) in report.Written) to.WriteLine($"{file}: {tasks} tasks");
        to.WriteLine($"{report.Rows} rows ({report.Bytes / 1e6:F1} MB) in {seconds:F1} s, {report.Refused} refused");
        if (settings.Deduplicates) to.WriteLine($"{report.Duplicates} duplicates dropped");
        if (settings.Augmentations is not null) to.WriteLine($"{report.Augmented} multi-turn tasks made");
        if (settings.Splits is not null && !settings.Deduplicates)
            to.WriteLine($"{report.InTwoParts} tasks repeat, under another id, a task of another part{(report.InTwoParts > 0 ? "; --deduplicate drops them" : "")}");
        if (report.EvaluationRefused > 0) to.WriteLine($"{report.EvaluationRefused} rows of the evaluation set were refused: nothing was compared with them");
        if (settings.Against is { } evaluation)
            to.WriteLine($"{report.Overlaps} tasks repeat a question of the {evaluation.Count} evaluation tasks{(settings.DropsOverlap ? " and were dropped" : "")}; {report.SharedTools} tool names are shared");
        foreach (var (category, tasks) in report.Categories) to.WriteLine($"  {category,-20} {tasks,9}");
    }

    private static string Describe(OverlapKind kind) => kind == OverlapKind.SameQuestion ? "the same question as" : "much like the question of";
}
