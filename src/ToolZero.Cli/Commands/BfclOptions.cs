using System.Collections.Immutable;
using System.CommandLine;
using ToolZero.Core.Evaluation.Bfcl;

namespace ToolZero.Cli.Commands;

/// <summary>Options that the commands of the leaderboard share.</summary>
internal static class BfclOptions
{
    public static Option<string> Data() => new("--data")
    {
        Description = "Folder with the leaderboard's BFCL_v4_*.json files and possible_answer/.",
        HelpName = "DIR",
        Required = true,
    };

    public static Option<string[]> Categories() => new("--categories")
    {
        Description = "Categories or groups of them (all, live, non_live, python, non_python), blanks or commas between. Default all.",
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => ["all"],
    };

    public static Option<string?> Name() => new("--name") { Description = "Name of the model in files and tables.", HelpName = "MODEL" };

    public static ImmutableArray<BfclCategory> Chosen(IEnumerable<string> names) => BfclCategories.Named(names.SelectMany(n => n.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
}
