using System.CommandLine;
using ToolZero.Cli.Hosting;
using ToolZero.Core.Data;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero train</c>: makes a base model from generated raw text.</summary>
internal static class TrainCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("train", "Make a base model by next-token prediction over generated raw text.");
        command.SetAction(new Action<ParseResult>(_ => throw new DataException("train is not part of this build")));
        return command;
    }
}
