using System.Collections.Immutable;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rollouts;

namespace ToolZero.Core.Tests.Metrics;

/// <summary>A batch at step 5, weight 0.5: one group of rewards 1.5 and 0.5, one of equal rewards.</summary>
internal static class SampleBatches
{
    public static TrainingBatch Two { get; } = new(5, 0.5, 1e-3,
    [
        Group(0, "simple", Sample(1, 0.5, 0.5, true, 3, StopReason.EndOfSequence, [5, 5, 4]), Sample(1, -0.5, -0.5, false, 2, StopReason.Length, [5, 5])),
        Group(1, "parallel", Sample(0, 0.5, 0.5, false, 1, StopReason.EndOfSequence, [3]), Sample(0, 0.5, 0.5, false, 2, StopReason.EndOfSequence, [5, 5])),
    ]);

    private static ScoredGroup Group(long id, string category, params ImmutableArray<ScoredTrajectory> samples) =>
        new(new GroupId(id), 1, $"t{id}", category, [1, 2], samples, "w");

    private static ScoredTrajectory Sample(double format, double general, double strict, bool success, int tokens, StopReason stop, long[] versions) => new(
        new Trajectory(
            [.. Enumerable.Range(0, tokens)],
            [.. Enumerable.Repeat(-1f, tokens)],
            [.. Enumerable.Repeat(true, tokens)],
            [.. versions.Select(v => new PolicyVersion(v))],
            stop,
            ""),
        new RewardScore(format, general, strict, success, ImmutableSortedDictionary<string, double>.Empty.Add(RewardParts.Format, format)));
}
