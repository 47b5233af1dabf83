using System.Collections.Immutable;
using ToolZero.Actors.Rollout;
using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Weights;

namespace ToolZero.Actors.Hosting;

/// <summary>
/// Completes held-out tasks greedily and counts exact answers: one engine per thread, tasks dealt out in turn. The success of a completion is
/// the reward rule's verdict, so training and evaluation mean the same by it.
/// </summary>
/// <param name="engine">Tokenizer, prompt and limits; its sampling should be greedy with one sample.</param>
/// <param name="reward">The rule.</param>
/// <param name="threads">Engines side by side.</param>
public sealed class Evaluator(ModelEngineSettings engine, IReward reward, int threads)
{
    private const int ShownOfCategory = 4;

    /// <summary>Evaluates weights that are only read. The result does not depend on anything but weights, tasks and threads.</summary>
    public async Task<EvaluationResult> Run(DecoderWeights weights, ImmutableArray<ToolTask> tasks, CancellationToken cancellation) =>
        Summary(await Judge(weights, tasks, cancellation));

    /// <summary>Every task with its answer and verdict, in the order of the tasks.</summary>
    internal async Task<ImmutableArray<Judgement>> Judge(DecoderWeights weights, ImmutableArray<ToolTask> tasks, CancellationToken cancellation)
    {
        var shards = Enumerable.Range(0, threads).Select(t => tasks.Where((_, i) => i % threads == t).ToImmutableArray()).Where(s => !s.IsEmpty);
        var parts = await Task.WhenAll(shards.Select(shard => Task.Factory.StartNew(
            () => Complete(weights, shard, cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        return [.. tasks.Select((_, i) => parts[i % threads][i / threads])];
    }

    internal EvaluationResult Summary(ImmutableArray<Judgement> all) => new(
        all.Average(r => r.Score.Success ? 1.0 : 0.0),
        all.Average(r => r.Score.Parts.GetValueOrDefault(RewardParts.Format)),
        all.Length,
        all.GroupBy(r => r.Task.Category, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(c => c.Key, c => c.Average(r => r.Score.Success ? 1.0 : 0.0), StringComparer.Ordinal))
    {
        Truncation = all.Average(r => r.IsCut ? 1.0 : 0.0),
        Samples =
        [
            .. all.GroupBy(r => r.Task.Category, StringComparer.Ordinal).OrderBy(c => c.Key, StringComparer.Ordinal)
                .SelectMany(c => c.OrderBy(r => r.Task.Id, StringComparer.Ordinal).Take(ShownOfCategory))
                .Select(r => new EvaluationSample(
                    r.Task.Id, r.Task.Category, engine.Prompt.Render(r.Task), PythonCallFormatter.Format(r.Task.Reference), r.Text, r.Score.Success, r.Score.Parts)),
        ],
    };

    private List<Judgement> Complete(DecoderWeights weights, ImmutableArray<ToolTask> tasks, CancellationToken cancellation)
    {
        using var episodes = new EpisodeEngine(engine);
        episodes.UseWeights(weights, default);
        var results = new Judgement[tasks.Length];
        episodes.Run(tasks, engine.Sampling.Temperature, (index, group) => results[index] = Judged(tasks[index], group), cancellation);
        return [.. results];
    }

    /// <summary>A task whose environment was lost is not solved: an evaluation has to count every task.</summary>
    private Judgement Judged(ToolTask task, SampledGroup group) => group.Lost is { } lost
        ? new(task, lost, new RewardScore(0, 0, 0, false, ImmutableSortedDictionary<string, double>.Empty.Add(RewardParts.EnvironmentFault, 1)), IsCut: false)
        : new(task, group.Samples[0].Text, reward.Score(task, group.Samples[0].Text), group.Samples[0].Stop == StopReason.Length);

    /// <summary>One task, what the model wrote, and what the rule says about it.</summary>
    internal sealed record Judgement(ToolTask Task, string Text, RewardScore Score, bool IsCut);
}
