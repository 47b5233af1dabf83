using System.Collections.Immutable;
using ToolZero.Bench.Measurement;
using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Formats;
using ToolZero.Core.Rewards;
using ToolZero.Core.ToolWorld;

namespace ToolZero.Bench.Benchmarks;

/// <summary>Completions that each reward rule scores in a second: right ones, ones with a wrong value, ones that cannot be read.</summary>
internal sealed class RewardBench : IBench
{
    private const double LeastPerSecond = 10_000;

    public string Name => "rewards";

    public IEnumerable<Figure> Run(BenchContext context)
    {
        var tasks = ToolWorldGenerator.Generate(ToolWorldSplit.Training, seed: 1, context.Quick ? 500 : 2000);
        foreach (var rule in new[] { RewardRules.ToolZero, RewardRules.ToolRl, RewardRules.ToolN1 })
        {
            var format = CallFormats.OfRule(rule);
            var reward = RewardRules.Create(RewardRules.Variant(rule, null), format);
            var completions = tasks.SelectMany(task => Completions(task, format).Select(text => (task, text))).ToList();
            var best = Interleaved.Best(context.Rounds, () => context.Clock.Time(() => Score(reward, completions)));
            yield return new Figure($"reward {rule}", completions.Count / best[0], "completions/s", Target.Least(LeastPerSecond));
        }
    }

    private static void Score(IReward reward, List<(ToolTask Task, string Text)> completions)
    {
        foreach (var (task, text) in completions) reward.Score(task, text);
    }

    private static ImmutableArray<string> Completions(ToolTask task, ICallFormat format)
    {
        const string Reasoning = "The user wants something that one of the functions does. I look at the request again, take the values from it, and write the call.";
        var right = format.Complete(Reasoning, task.Reference, "No function fits.");
        var wrong = task.Reference.Select(call => call with { Arguments = [.. call.Arguments.Select(a => a with { Value = new CallValue.Text("other") })] });
        return [right, format.Complete(Reasoning, [.. wrong], "No function fits."), right[..(right.Length / 2)]];
    }
}
