using System.CommandLine;
using ToolZero.Cli.Hosting;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero tokenizer</c>.</summary>
internal static class TokenizerCommand
{
    public static Command Create(CommandContext context) => new("tokenizer", "Make tokenizers.") { TokenizerTrainCommand.Create(context) };
}
