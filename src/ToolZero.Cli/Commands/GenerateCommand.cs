using System.CommandLine;
using ToolZero.Cli.Hosting;
using ToolZero.Core.Data;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero generate</c>: makes a base model from generated raw text.</summary>
internal static class GenerateCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("generate", "Make a base model by next-token prediction over generated raw text.");
        command.SetAction(new Action<ParseResult>(_ => throw new DataException("generate is not part of this build")));
        return command;
    }
}
