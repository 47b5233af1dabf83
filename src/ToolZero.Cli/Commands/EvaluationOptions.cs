using System.CommandLine;
using ToolZero.Actors.Hosting;

namespace ToolZero.Cli.Commands;

/// <summary>Options that the commands below <c>eval</c> share.</summary>
internal static class EvaluationOptions
{
    public static Option<string> Out(string standard, string what) => new("--out")
    {
        Description = $"Folder for {what}. Default {standard}.",
        HelpName = "DIR",
        DefaultValueFactory = _ => standard,
    };

    public static Option<int?> Limit(string what)
    {
        var option = new Option<int?>("--limit") { Description = what, HelpName = "N" };
        option.Validators.Add(result =>
        {
            // What is no number at all is reported by the parser.
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var value) && value < 1) result.AddError("--limit must be at least 1");
        });
        return option;
    }

    /// <summary>Configuration keys that an evaluation reads.</summary>
    public static ConfigurationOptions Configuration() => new ConfigurationOptions()
        .Text("--format", "prompt.format", "Layout of prompts and answers", "NAME")
        .Whole("--max-tokens", "evaluation.max-tokens", "Longest answer in tokens")
        .Whole("--rows", "evaluation.max-rows", "Answers decoded side by side by one engine")
        .Whole("--workers", "rollout.workers", "Engines, each on a thread of its own");

    /// <summary>The settings for a model; tasks of the configuration are not loaded.</summary>
    public static RunSettings Settings(ConfigurationOptions configuration, ParseResult parsed, string model) =>
        RunSettings.From(configuration.Load(parsed, "model.path=" + ConfigurationOptions.Quoted(model), "evaluation.tasks=0"));
}
