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
            var data = new TaskSource(parsed.GetRequiredValue(source)).Load(
                DataOptions.SplitOf(parsed.GetRequiredValue(split)), parsed.GetRequiredValue(seed), parsed.GetRequiredValue(count));
            var prompt = PromptFormats.Create(parsed.GetRequiredValue(format));
            var counts = new TaskCounts(prompt);
            foreach (var task in data.Tasks) counts.Add(task);
            foreach (var row in data.Refused) counts.Refuse(row);
            var summary = counts.Summary(data.Name);
            if (parsed.GetValue(json)) context.Out.WriteLine(JsonSerializer.Serialize(summary, DataOptions.JsonLayout));
            else Write(context.Out, summary, data, prompt, parsed.GetValue(samples));
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Write(TextWriter to, DataSummary summary, Dataset data, IPromptFormat format, int samples)
    {
        summary.Write(to);
        foreach (var task in data.Tasks.Take(samples))
        {
            to.WriteLine();
            to.WriteLine($"--- {task.Id} ({task.Category})");
            to.WriteLine(format.Render(task));
            to.WriteLine($"--- reference: {PythonCallFormatter.Format(task.Reference)}");
        }
    }
}
