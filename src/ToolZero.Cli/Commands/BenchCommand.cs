using System.CommandLine;
using ToolZero.Cli.Hosting;
using ToolZero.Core.Data;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero bench</c>: measures speed and agreement on this machine.</summary>
internal static class BenchCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("bench", "Measure on this machine: learner, decoding, prefill sharing and log-prob agreement; with the word cluster, messages and the coordinator under 1,000 workers.");
        command.SetAction(new Action<ParseResult>(_ => throw new DataException("bench is not part of this build")));
        return command;
    }
}
