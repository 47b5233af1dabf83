using System.CommandLine;
using ToolZero.Cli.Hosting;
using ToolZero.Core.Data;
using ToolZero.Core.ToolWorld;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero data generate</c>: ToolWorld tasks as a file, one JSON object per line.</summary>
internal static class DataGenerateCommand
{
    public static Command Create(CommandContext context)
    {
        var split = DataOptions.Split(DataOptions.TrainingSplit);
        var seed = DataOptions.Seed("the generator: the same seed gives the same tasks on every machine");
        var count = DataOptions.Count("Tasks to generate.", 1000);
        var output = new Option<string?>("--out", "-o") { Description = "File to write; without it the tasks go to standard output.", HelpName = "FILE" };
        var command = new Command("generate", "Generate ToolWorld tasks as JSON lines (docs/data.md).") { split, seed, count, output };
        command.SetAction(parsed =>
        {
            var tasks = ToolWorldGenerator.Generate(
                DataOptions.SplitOf(parsed.GetRequiredValue(split)), parsed.GetRequiredValue(seed), parsed.GetRequiredValue(count));
            if (parsed.GetValue(output) is { } path)
            {
                context.Error.WriteLine($"{path}: {ToolTaskJsonLines.Write(path, tasks)} tasks");
                return ExitCodes.Success;
            }

            using var buffer = new MemoryStream();
            ToolTaskJsonLines.Write(buffer, tasks);
            buffer.Position = 0;
            using var text = new StreamReader(buffer);
            context.Out.Write(text.ReadToEnd());
            return ExitCodes.Success;
        });
        return command;
    }
}
