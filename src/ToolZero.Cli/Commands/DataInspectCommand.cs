using System.CommandLine;
using System.Text.Json;
using ToolZero.Cli.Hosting;
using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Prompts;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero data inspect</c>: what is in a data set, and which rows were refused and why.</summary>
internal static class DataInspectCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create(CommandContext context)
    {
        var source = new Argument<string>("data")
        {
            Description = $"{TaskSource.ToolWorld}, a .jsonl file or a data set folder.",
            DefaultValueFactory = _ => TaskSource.ToolWorld,
        };
        var split = DataOptions.Split(DataOptions.TrainingSplit);
        var seed = DataOptions.Seed("the generator");
        var count = DataOptions.Count("Tasks to generate.", 1000);
        var samples = new Option<int>("--samples") { Description = "Tasks to show whole. Default 1.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var format = new Option<string>("--prompt-format") { Description = "Layout of the shown prompt. Default compact.", DefaultValueFactory = _ => "compact" };
        format.AcceptOnlyFromAmong([.. PromptFormats.Names]);
        var json = DataOptions.Json();
        var command = new Command("inspect", "Count categories, tools and lengths of a data set, name refused rows, show samples.")
        {
            source, split, seed, count, samples, format, json,
        };
        command.SetAction(parsed =>
        {
            var data = new TaskSource(parsed.GetRequiredValue(source)).Load(
                DataOptions.SplitOf(parsed.GetRequiredValue(split)), parsed.GetRequiredValue(seed), parsed.GetRequiredValue(count));
            var summary = DataSummary.Of(data, PromptFormats.Create(parsed.GetRequiredValue(format)));
            if (parsed.GetValue(json)) context.Out.WriteLine(JsonSerializer.Serialize(summary, Json));
            else Write(context.Out, summary, data, PromptFormats.Create(parsed.GetRequiredValue(format)), parsed.GetValue(samples));
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Write(TextWriter to, DataSummary summary, Dataset data, IPromptFormat format, int samples)
    {
        to.WriteLine($"{summary.Name}: {summary.Tasks} tasks, {summary.Tools} different tools, {summary.Refused.Length} rows refused");
        foreach (var row in summary.Refused) to.WriteLine($"  refused {row}");
        to.WriteLine();
        to.WriteLine($"{"category",-20} {"tasks",7} {"share",7}");
        foreach (var (category, tasks) in summary.Categories) to.WriteLine($"{category,-20} {tasks,7} {(double)tasks / summary.Tasks,7:P1}");
        to.WriteLine();
        to.WriteLine($"{"per task",-20} {"least",7} {"mean",9} {"most",7}");
        foreach (var (name, range) in summary.PerTask) to.WriteLine($"{name,-20} {range.Least,7} {range.Mean,9:F1} {range.Most,7}");
        foreach (var task in data.Tasks.Take(samples))
        {
            to.WriteLine();
            to.WriteLine($"--- {task.Id} ({task.Category})");
            to.WriteLine(format.Render(task));
            to.WriteLine($"--- reference: {PythonCallFormatter.Format(task.Reference)}");
        }
    }
}
