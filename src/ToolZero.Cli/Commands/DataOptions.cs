using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using ToolZero.Core.Data;
using ToolZero.Core.Prompts;
using ToolZero.Core.ToolWorld;

namespace ToolZero.Cli.Commands;

/// <summary>Options about tasks that several commands share.</summary>
internal static class DataOptions
{
    public const string TrainingSplit = "train";
    public const string HeldOutSplit = "held-out";

    /// <summary>How commands about data print JSON.</summary>
    public static JsonSerializerOptions JsonLayout { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Option<string> PromptFormat()
    {
        var format = new Option<string>("--prompt-format") { Description = $"Layout of prompts: {string.Join(", ", PromptFormats.Names)}. Default compact.", HelpName = "NAME", DefaultValueFactory = _ => "compact" };
        format.AcceptOnlyFromAmong([.. PromptFormats.Names]);
        return format;
    }

    public static Option<string> Split(string standard)
    {
        var option = new Option<string>("--split")
        {
            Description = $"World of generated tasks: {TrainingSplit} or {HeldOutSplit}; they share no name and no template. Default {standard}.",
            HelpName = "SPLIT",
            DefaultValueFactory = _ => standard,
        };
        option.AcceptOnlyFromAmong(TrainingSplit, HeldOutSplit);
        return option;
    }

    public static Option<ulong> Seed(string what, ulong standard = 1) =>
        new("--seed") { Description = $"Seed of {what}. Default {standard}.", HelpName = "N", DefaultValueFactory = _ => standard };

    public static Option<int> Count(string what, int standard)
    {
        var option = new Option<int>("--count") { Description = $"{what} Default {standard}.", HelpName = "N", DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            // What is no number at all is reported by the parser.
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var value) && value < 1) result.AddError("--count must be at least 1");
        });
        return option;
    }

    public static Option<string> Data(string what, string standard = TaskSource.ToolWorld) => new("--data")
    {
        Description = $"{what}: {TaskSource.ToolWorld} (generated), a .jsonl file or a data set folder. Default {standard}.",
        HelpName = "NAME|PATH",
        DefaultValueFactory = _ => standard,
    };

    public static Option<bool> Json() => new("--json") { Description = "Print JSON instead of text." };

    public static ToolWorldSplit SplitOf(string name) => name == TrainingSplit ? ToolWorldSplit.Training : ToolWorldSplit.HeldOut;
}
