using System.CommandLine;
using System.Text.Json;
using ToolZero.Cli.Hosting;
using ToolZero.Core.Charts;
using ToolZero.Core.Data;
using ToolZero.Core.Formats;
using ToolZero.Core.Prompts;
using ToolZero.Core.Rewards;

namespace ToolZero.Cli.Commands;

/// <summary><c>toolzero score reward</c>: completions of a file by a reward rule.</summary>
internal static class ScoreRewardCommand
{
    private const int MostSeconds = 3600;

    private static readonly JsonSerializerOptions OneLine = new(DataOptions.JsonLayout) { WriteIndented = false };

    public static Command Create(CommandContext context)
    {
        var file = new Argument<string>("file") { Description = "JSON Lines of completions with what is right (docs/rewards.md)." };
        var rule = new Option<string>("--rule") { Description = $"{string.Join(", ", RewardRules.Names)}. Default tool-zero.", HelpName = "RULE", DefaultValueFactory = _ => RewardRules.ToolZero };
        rule.AcceptOnlyFromAmong([.. RewardRules.Names]);
        var variant = new Option<string?>("--variant")
        {
            Description = $"Of tool-zero: {string.Join(", ", RewardRules.ToolZeroVariants)}; of tool-rl: {string.Join(", ", RewardRules.ToolRlVariants)}; of tool-n1: {string.Join(", ", RewardRules.ToolN1Variants)}. Default the first.",
            HelpName = "NAME",
        };
        var calls = new Option<string?>("--calls") { Description = $"How the completions are written, by the prompt format that asks for it: {string.Join(", ", PromptFormats.Names)}. Default the rule's own.", HelpName = "FORMAT" };
        calls.AcceptOnlyFromAmong([.. PromptFormats.Names]);
        var weight = new Option<double>("--weight") { Description = "Schedule weight of the strict part, from 0 to 1. Default 1.", DefaultValueFactory = _ => 1 };
        var assembly = new Option<string>("--assembly") { Description = "The .dll of rule custom.", HelpName = "PATH", DefaultValueFactory = _ => "" };
        var type = new Option<string>("--type") { Description = "The class of rule custom.", HelpName = "NAME", DefaultValueFactory = _ => "" };
        var deadline = new Option<double>("--deadline") { Description = "Longest time that rule custom may take for one completion, in seconds. Default 5.", HelpName = "SECONDS", DefaultValueFactory = _ => 5 };
        var json = new Option<bool>("--json") { Description = "One JSON object for each completion, with all parts." };
        var command = new Command("reward", "Score completions of a file by a reward rule.") { file, rule, variant, calls, weight, assembly, type, deadline, json };
        command.SetAction(parsed =>
        {
            var share = parsed.GetValue(weight);
            if (share is not (>= 0 and <= 1)) throw new DataException($"--weight {share}: expected a number from 0 to 1");
            var seconds = parsed.GetValue(deadline);
            if (seconds is not (> 0 and <= MostSeconds)) throw new DataException($"--deadline {seconds}: expected seconds, above 0 and up to {MostSeconds}");
            var name = parsed.GetRequiredValue(rule);
            var format = parsed.GetValue(calls) is { } chosen ? PromptFormats.Create(chosen).Calls : CallFormats.OfRule(name);
            var settings = RewardRules.Variant(name, parsed.GetValue(variant), parsed.GetRequiredValue(assembly), parsed.GetRequiredValue(type));
            var reward = new GuardedReward(RewardRules.Create(settings, format), TimeSpan.FromSeconds(seconds));
            var means = new RewardMeans(share);
            foreach (var row in CompletionRow.Read(parsed.GetRequiredValue(file)))
            {
                context.Stop.ThrowIfCancellationRequested();
                var score = row.Score(reward);
                means.Add(score);
                if (parsed.GetValue(json))
                    context.Out.WriteLine(JsonSerializer.Serialize(new { row.Id, total = score.Total(share), score.Base, score.General, score.Strict, score.Success, score.Parts }, OneLine));
            }

            if (means.Count == 0) throw new DataException($"{parsed.GetRequiredValue(file)}: holds no row");
            if (parsed.GetValue(json)) return ExitCodes.Success;
            context.Out.WriteLine($"{means.Count} completions by {name}: mean reward {means.Mean:F4}, from {means.Least:F4} to {means.Most:F4}, success {Figures.Percent(means.Success)}");
            foreach (var (part, mean) in means.Parts) context.Out.WriteLine($"  {part,-20} {mean,10:F4}");
            return ExitCodes.Success;
        });
        return command;
    }
}
