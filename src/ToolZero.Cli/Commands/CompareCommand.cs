using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ToolZero.Actors.Comparison;
using ToolZero.Cli.Hosting;
using ToolZero.Cli.Report;
using ToolZero.Core.Charts;
using ToolZero.Core.Data;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero compare</c>: the paper's claim in miniature, over several seeds, with intervals.</summary>
internal static class CompareCommand
{
    private const int QuickSteps = 20;
    private const int QuickTasks = 100;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create(CommandContext context)
    {
        var configuration = new ConfigurationOptions();
        var steps = new Option<int>("--steps") { Description = "Optimiser steps of an arm.", HelpName = "N", DefaultValueFactory = _ => 60 };
        var seeds = new Option<int>("--seeds") { Description = "Seeds of every arm.", HelpName = "N", DefaultValueFactory = _ => 5 };
        var tasks = new Option<int>("--tasks") { Description = "Tasks of each of the two evaluations.", HelpName = "N", DefaultValueFactory = _ => 300 };
        var only = new Option<string[]>("--only") { Description = $"Questions to ask, of {string.Join(", ", ComparisonPlan.AllQuestions)}; may be repeated. Default: all.", HelpName = "QUESTION" };
        var quick = new Option<bool>("--quick") { Description = $"Minutes in place of hours: the claim alone, 2 seeds, {QuickSteps} steps, {QuickTasks} tasks." };
        var parallel = new Option<int>("--parallel") { Description = "Runs side by side, one core each. Default: the cores of the machine.", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        var output = new Option<string?>("--out") { Description = "Folder of the runs and of the report; what is done there is not done again. Default: runs/compare, with --quick runs/compare-quick.", HelpName = "FOLDER" };
        var table = new Option<bool>("--table") { Description = "Run nothing: table and report of what is done so far." };
        var json = DataOptions.Json();
        var command = new Command("compare", "Compare supervised training, strict, lenient and dynamic rewards, schedules and staleness: a table, plots, one report page.");
        configuration.AddTo(command);
        foreach (var option in new Option[] { steps, seeds, tasks, only, quick, parallel, output, table, json }) command.Options.Add(option);
        command.Validators.Add(result =>
        {
            foreach (var (option, least) in new[] { (steps, 4), (seeds, 1), (tasks, 10), (parallel, 1) })
                if (result.GetResult(option) is { Implicit: false } && result.GetValue(option) < least) result.AddError($"{option.Name}: expected a whole number from {least}");
            foreach (var question in result.GetValue(only) ?? [])
                if (!ComparisonPlan.AllQuestions.Contains(question)) result.AddError($"--only {question}: expected one of {string.Join(", ", ComparisonPlan.AllQuestions)}");
        });
        command.SetAction(async (parsed, _) =>
        {
            var isQuick = parsed.GetValue(quick);
            int Whole(Option<int> option, int whenQuick) => isQuick && parsed.GetResult(option) is not { Implicit: false } ? whenQuick : parsed.GetValue(option);
            var questions = parsed.GetValue(only) is { Length: > 0 } asked ? asked : isQuick ? ["claim"] : [.. ComparisonPlan.AllQuestions];
            var plan = new ComparisonPlan(
                Whole(steps, QuickSteps), [.. Enumerable.Range(1, Whole(seeds, 2)).Select(s => (ulong)s)], Whole(tasks, QuickTasks), [.. questions]);
            var folder = parsed.GetValue(output) ?? Path.Combine("runs", isQuick ? "compare-quick" : "compare");
            var comparison = new ComparisonRun(plan, configuration.Load(parsed), folder, parsed.GetValue(parallel));
            var start = context.Time.GetTimestamp();
            var arms = parsed.GetValue(table)
                ? comparison.Read()
                : await comparison.Run(line => context.Error.WriteLine($"{Figures.Duration(context.Time.GetElapsedTime(start)),10}  {line}"), context.Stop);
            if (arms.IsEmpty) throw new DataException($"{folder}: nothing is done there yet; run the same command without --table");
            var page = Path.Combine(folder, "report.html");
            ComparisonReport.Write(plan, arms, page);
            if (parsed.GetValue(json)) await context.Out.WriteLineAsync(JsonSerializer.Serialize(arms, Json));
            else foreach (var line in ComparisonTable.Lines(arms)) await context.Out.WriteLineAsync(line);
            await context.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"report {page}"));
            return context.Stop.IsCancellationRequested ? ExitCodes.Interrupted : ExitCodes.Success;
        });
        return command;
    }
}
