using System.CommandLine;
using ToolZero.Cli.Hosting;
using ToolZero.Core.Data;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero bench</c>: measures speed and agreement on this machine.</summary>
internal static class BenchCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("bench", "Measure learner, decoding, prefill sharing and log-prob agreement on this machine.");
        command.SetAction(new Action<ParseResult>(_ => throw new DataException("bench is not part of this build")));
        return command;
    }
}
