using System.CommandLine;
using ToolZero.Cli.Hosting;
using ToolZero.Core.Data;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero test</c>: the launcher runs it, because it builds this program first.</summary>
internal static class TestCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("test", "Run the tests: ./toolzero test [--filter EXPRESSION]. Done by the launcher in the repository.");
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(new Action<ParseResult>(_ => throw new DataException("test is run by the launcher: use ./toolzero test in the repository")));
        return command;
    }
}
