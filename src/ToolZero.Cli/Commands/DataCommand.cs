using System.CommandLine;
using ToolZero.Cli.Hosting;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero data</c>: tasks as files, and what is in them.</summary>
internal static class DataCommand
{
    public static Command Create(CommandContext context) => new("data", "Generate, import, check and inspect task data.")
    {
        DataGenerateCommand.Create(context),
        DataImportCommand.Create(context),
        DataInspectCommand.Create(context),
        DataValidateCommand.Create(context),
        DataStatsCommand.Create(context),
    };
}
