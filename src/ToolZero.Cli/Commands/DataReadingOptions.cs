using System.CommandLine;
using ToolZero.Core.Data;
using ToolZero.Core.Data.Readers;

namespace ToolZero.Cli.Commands;

/// <summary>What commands that read data files share.</summary>
internal sealed class DataReadingOptions
{
    public DataReadingOptions()
    {
        Format.AcceptOnlyFromAmong([.. DataFormats.Names]);
        Turns.AcceptOnlyFromAmong("questions", "calls", "all");
    }

    public Argument<string[]> Sources { get; } = new("file") { Description = "Data files: JSON Lines or a JSON list.", Arity = ArgumentArity.OneOrMore };

    public Option<string?> Format { get; } = new("--format") { Description = $"{string.Join(", ", DataFormats.Names)}. Default: what the first row looks like.", HelpName = "FORMAT" };

    public Option<string> Turns { get; } = new("--turns")
    {
        Description = "Turns of a dialogue that become tasks: questions (calls, and answers to the user without one), calls, or all. Default questions.",
        DefaultValueFactory = _ => "questions",
    };

    public DataReading Reading(ParseResult parsed, ulong seed) => new(
        parsed.GetRequiredValue(Turns) switch
        {
            "calls" => TurnChoice.Calls,
            "all" => TurnChoice.All,
            _ => TurnChoice.Questions,
        },
        SealToolsSettings.Default with { Seed = seed });
}
