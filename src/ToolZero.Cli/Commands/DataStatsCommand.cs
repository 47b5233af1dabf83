using System.CommandLine;
using System.Text.Json;
using ToolZero.Cli.Hosting;
using ToolZero.Core.Data;
using ToolZero.Core.Prompts;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero data stats</c>: counts of data files of any size, in constant memory.</summary>
internal static class DataStatsCommand
{
    public static Command Create(CommandContext context)
    {
        var options = new DataReadingOptions();
        var prompt = DataOptions.PromptFormat();
        var json = DataOptions.Json();
        var command = new Command("stats", "Count tasks, categories, tools, lengths, refusals and duplicates of data files.") { options.Sources, options.Format, options.Turns, prompt, json };
        command.SetAction(parsed =>
        {
            var counts = new TaskCounts(PromptFormats.Create(parsed.GetRequiredValue(prompt)));
            var sources = parsed.GetRequiredValue(options.Sources);
            foreach (var file in sources)
            {
                foreach (var item in DataFile.Read(file, parsed.GetValue(options.Format), options.Reading(parsed, SealToolsSettings.Default.Seed)))
                {
                    context.Stop.ThrowIfCancellationRequested();
                    counts.Add(item);
                }
            }

            var summary = counts.Summary(string.Join(", ", sources.Select(Path.GetFileName)));
            if (parsed.GetValue(json)) context.Out.WriteLine(JsonSerializer.Serialize(summary, DataOptions.JsonLayout));
            else summary.Write(context.Out);
            return ExitCodes.Success;
        });
        return command;
    }
}
