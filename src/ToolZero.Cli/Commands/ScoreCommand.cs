using System.CommandLine;
using ToolZero.Cli.Hosting;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero score</c>: judges outputs that were made elsewhere.</summary>
internal static class ScoreCommand
{
    public static Command Create(CommandContext context) => new("score", "Judge outputs made elsewhere by the rules that evaluation and training use.")
    {
        ScoreBfclCommand.Create(context),
        ScoreBfclReferenceCommand.Create(context),
        ScoreRewardCommand.Create(context),
    };
}
