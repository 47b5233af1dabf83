using System.CommandLine;
using System.Text.Json;
using ToolZero.Cli.Hosting;
using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Prompts;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero data inspect</c>: what is in a data set of any size, and which rows were refused and why.</summary>
internal static class DataInspectCommand
{
    public static Command Create(CommandContext context)
    {
        var source = new Argument<string>("data")
        {
            Description = $"{TaskSource.ToolWorld}, a data file or a data set folder.",
            DefaultValueFactory = _ => TaskSource.ToolWorld,
        };
        var split = DataOptions.Split(DataOptions.TrainingSplit);
        var seed = DataOptions.Seed("the generator");
        var count = DataOptions.Count("Tasks to generate.", 1000);
        var samples = new Option<int>("--samples") { Description = "Tasks to show whole. Default 1.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var format = DataOptions.PromptFormat();
        var json = DataOptions.Json();
        var command = new Command("inspect", "Count categories, tools and lengths of a data set, name refused rows, show samples.")
        {
            source, split, seed, count, samples, format, json,
        };
        command.SetAction(parsed =>
        {
            var data = new TaskSource(parsed.GetRequiredValue(source)).Stream(
                DataOptions.SplitOf(parsed.GetRequiredValue(split)), parsed.GetRequiredValue(seed), parsed.GetRequiredValue(count));
            var prompt = PromptFormats.Create(parsed.GetRequiredValue(format));
            var counts = new TaskCounts(prompt);
            var shown = new List<ToolTask>();
            var most = parsed.GetValue(samples);
            foreach (var (task, refused) in data.Entries)
            {
                context.Stop.ThrowIfCancellationRequested();
                if (refused is not null) counts.Refuse(refused);
                if (task is null) continue;
                counts.Add(task);
                if (shown.Count < most) shown.Add(task);
            }

            var summary = counts.Summary(data.Name);
            if (parsed.GetValue(json)) context.Out.WriteLine(JsonSerializer.Serialize(summary, DataOptions.JsonLayout));
            else Write(context.Out, summary, shown, prompt);
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Write(TextWriter to, DataSummary summary, List<ToolTask> shown, IPromptFormat format)
    {
        summary.Write(to);
        foreach (var task in shown)
        {
            to.WriteLine();
            to.WriteLine($"--- {task.Id} ({task.Category})");
            to.WriteLine(format.Render(task));
            to.WriteLine($"--- reference: {PythonCallFormatter.Format(task.Reference)}");
        }
    }
}
