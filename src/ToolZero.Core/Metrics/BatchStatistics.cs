using System.Collections.Immutable;
using ToolZero.Core.Advantages;
using ToolZero.Core.Rollouts;

namespace ToolZero.Core.Metrics;

/// <summary>What a training batch says about the policy before it is trained. A pure function of the batch; means are over samples.</summary>
/// <param name="Groups">Number of groups.</param>
/// <param name="Samples">Number of completions.</param>
/// <param name="ScheduleWeight">Weight of the strict reward at this step.</param>
/// <param name="RewardMean">Mean total reward.</param>
/// <param name="RewardDeviation">Population standard deviation of the total reward over the batch.</param>
/// <param name="RewardMinimum">Least total reward.</param>
/// <param name="RewardMaximum">Greatest total reward.</param>
/// <param name="General">Mean lenient component.</param>
/// <param name="Strict">Mean exact component.</param>
/// <param name="Success">Share of exact answers: the ast rate.</param>
/// <param name="Parts">Mean of every part that the reward rule logged, by its name.</param>
/// <param name="CompletionTokens">Mean tokens per completion.</param>
/// <param name="CompletionTokensMaximum">Tokens of the longest completion.</param>
/// <param name="GeneratedTokens">Tokens of all completions.</param>
/// <param name="Truncation">Share of completions cut by the token budget.</param>
/// <param name="ZeroVariance">Share of groups whose rewards are all equal: they give no gradient.</param>
/// <param name="StalenessMean">Mean over trained tokens of (step − policy version that sampled the token).</param>
/// <param name="StalenessMaximum">The same of the stalest token.</param>
/// <param name="ByCategory">Reward and success by category.</param>
public sealed record BatchStatistics(
    int Groups,
    int Samples,
    double ScheduleWeight,
    double RewardMean,
    double RewardDeviation,
    double RewardMinimum,
    double RewardMaximum,
    double General,
    double Strict,
    double Success,
    ImmutableSortedDictionary<string, double> Parts,
    double CompletionTokens,
    int CompletionTokensMaximum,
    long GeneratedTokens,
    double Truncation,
    double ZeroVariance,
    double StalenessMean,
    long StalenessMaximum,
    ImmutableSortedDictionary<string, CategoryStatistics> ByCategory)
{
    /// <exception cref="ArgumentException">The batch has no sample: there is nothing to take a mean of.</exception>
    public static BatchStatistics Of(TrainingBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var samples = batch.Groups.SelectMany(g => g.Samples.Select(s => (g.Category, Sample: s, Reward: s.Score.Total(batch.ScheduleWeight)))).ToList();
        if (samples.Count == 0) throw new ArgumentException("a batch without samples has no statistics", nameof(batch));

        var mean = samples.Average(s => s.Reward);
        var lengths = samples.Select(s => s.Sample.Trajectory.GeneratedTokens).ToList();
        var (stalenessMean, stalenessMaximum) = Staleness(samples.Select(s => s.Sample.Trajectory), batch.Step);
        return new BatchStatistics(
            batch.Groups.Length,
            samples.Count,
            batch.ScheduleWeight,
            mean,
            Math.Sqrt(samples.Average(s => (s.Reward - mean) * (s.Reward - mean))),
            samples.Min(s => s.Reward),
            samples.Max(s => s.Reward),
            samples.Average(s => s.Sample.Score.General),
            samples.Average(s => s.Sample.Score.Strict),
            samples.Average(s => s.Sample.Score.Success ? 1.0 : 0),
            samples.SelectMany(s => s.Sample.Score.Parts)
                .GroupBy(p => p.Key, p => p.Value, StringComparer.Ordinal)
                .ToImmutableSortedDictionary(p => p.Key, p => p.Average(), StringComparer.Ordinal),
            lengths.Average(),
            lengths.Max(),
            lengths.Sum(l => (long)l),
            samples.Average(s => s.Sample.Trajectory.Stop == StopReason.Length ? 1.0 : 0),
            batch.Groups.Average(g => GroupAdvantage.IsZeroVariance(GroupAdvantage.Rewards(g, batch.ScheduleWeight)) ? 1.0 : 0),
            stalenessMean,
            stalenessMaximum,
            samples.GroupBy(s => s.Category, StringComparer.Ordinal).ToImmutableSortedDictionary(
                c => c.Key,
                c => new CategoryStatistics(c.Count(), c.Average(s => s.Reward), c.Average(s => s.Sample.Score.Success ? 1.0 : 0)),
                StringComparer.Ordinal));
    }

    /// <summary>Over trained tokens. A batch has hundreds of thousands of them, so they are walked once.</summary>
    private static (double Mean, long Maximum) Staleness(IEnumerable<Trajectory> trajectories, long step)
    {
        var (tokens, sum, maximum) = (0L, 0L, long.MinValue);
        foreach (var trajectory in trajectories)
        {
            for (var i = 0; i < trajectory.Versions.Length; i++)
            {
                if (!trajectory.LossMask[i]) continue;
                var staleness = step - trajectory.Versions[i].Value;
                (tokens, sum, maximum) = (tokens + 1, sum + staleness, Math.Max(maximum, staleness));
            }
        }

        return tokens == 0 ? (0, 0) : ((double)sum / tokens, maximum);
    }
}
