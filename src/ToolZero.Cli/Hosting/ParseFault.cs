using System.CommandLine.Parsing;
using System.CommandLine;
using ToolZero.Core.Text;

namespace ToolZero.Cli.Hosting;

/// <summary>Turns a command line that cannot be parsed into one line with the nearest thing that could have been meant.</summary>
internal static class ParseFault
{
    public static string Describe(ParseResult parsed)
    {
        var command = parsed.CommandResult;
        var path = PathOf(command);
        var prefix = path.Length == 0 ? "" : path + ": ";
        var help = path.Length == 0 ? "toolzero --help" : $"toolzero {path} --help";
        var words = Known(command.Command).ToList();
        foreach (var word in parsed.UnmatchedTokens)
        {
            var kind = word.StartsWith('-') ? "option" : command.Command.Subcommands.Count > 0 ? "command" : "argument";
            var near = Nearest.To(word, words.Where(w => w.StartsWith('-') == word.StartsWith('-')));
            return $"{prefix}unknown {kind} {word}{(near is null ? $"; see {help}" : $": did you mean {near}?")}";
        }

        if (command.Command.Subcommands.Count > 0)
            return $"{path} needs one of the commands {string.Join(", ", command.Command.Subcommands.Select(c => c.Name))}";
        return $"{prefix}{string.Join("; ", parsed.Errors.Select(e => e.Message.TrimEnd('.')))}; see {help}";
    }

    private static string PathOf(CommandResult command)
    {
        var names = new List<string>();
        for (SymbolResult? at = command; at is not null; at = at.Parent)
            if (at is CommandResult { Command: not RootCommand } result) names.Insert(0, result.Command.Name);
        return string.Join(' ', names);
    }

    private static IEnumerable<string> Known(Command command) =>
        [.. command.Subcommands.Select(c => c.Name), .. command.Options.SelectMany(o => o.Aliases.Append(o.Name))];
}
