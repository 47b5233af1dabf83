using System.CommandLine;
using ToolZero.Cli.Hosting;
using ToolZero.Core.Data;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero data validate</c>: every row of data files held against its format, and own rows against their schema.</summary>
internal static class DataValidateCommand
{
    public static Command Create(CommandContext context)
    {
        var options = new DataReadingOptions();
        var command = new Command("validate", "Name every row that cannot be used; exit code 2 when there is one.") { options.Sources, options.Format, options.Turns };
        command.SetAction(parsed =>
        {
            var (rows, refused) = (0L, 0L);
            foreach (var file in parsed.GetRequiredValue(options.Sources))
            {
                foreach (var problem in DataValidation.Run(file, parsed.GetValue(options.Format), options.Reading(parsed, SealToolsSettings.Default.Seed)))
                {
                    context.Stop.ThrowIfCancellationRequested();
                    rows++;
                    if (problem is null) continue;
                    refused++;
                    context.Error.WriteLine($"refused {problem}");
                }
            }

            context.Out.WriteLine($"{rows} rows, {refused} refused");
            return refused == 0 ? ExitCodes.Success : ExitCodes.BadInput;
        });
        return command;
    }
}
