using System.Collections.Immutable;
using ToolZero.Core.Randomness;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Generation;

namespace ToolZero.Bench.Models;

/// <summary>Training batches with made-up rewards that differ within every group, so that every group is computed.</summary>
internal static class Batches
{
    /// <summary>Random ids: prompts of 192 to 255 tokens, samples of 48 to 63.</summary>
    public static TrainingBatch Random(int vocabulary, int groups, int samples, ulong seed = 7)
    {
        var random = new RandomStream(seed);
        return Of([.. Enumerable.Range(0, groups).Select(g => new GeneratedGroup(
            new GroupId(g),
            Ids(random.Next(192, 256)),
            [.. Enumerable.Range(0, samples).Select(_ => Sample(Ids(random.Next(48, 64))))]))]);

        ImmutableArray<int> Ids(int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(vocabulary))];
    }

    /// <summary>The batch of these groups.</summary>
    public static TrainingBatch Of(IReadOnlyList<GeneratedGroup> groups, long step = 0, double learningRate = 1e-5) => new(
        step,
        0.5,
        learningRate,
        [.. groups.OrderBy(g => g.Group).Select(g => new ScoredGroup(g.Group, 1, $"task-{g.Group}", "bench", g.Prompt, [.. g.Samples.Select(Scored)], "bench"))]);

    private static ScoredTrajectory Scored(Trajectory trajectory, int sample) =>
        new(trajectory, new RewardScore(sample % 3, 0, 0, false, ImmutableSortedDictionary<string, double>.Empty));

    private static Trajectory Sample(ImmutableArray<int> tokens) => new(
        tokens,
        [.. Enumerable.Repeat(0f, tokens.Length)],
        [.. Enumerable.Repeat(true, tokens.Length)],
        [.. Enumerable.Repeat(default(PolicyVersion), tokens.Length)],
        StopReason.Length,
        "");
}
