using System.Collections.Concurrent;
using System.Collections.Immutable;
using ToolZero.Core.Data;
using ToolZero.Core.Randomness;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rollouts;
using ToolZero.Core.ToolWorld;

namespace ToolZero.Bench.Cluster;

/// <summary>Scored groups of the size that the quickstart makes: 8 samples of 40 to 80 tokens behind a prompt of 200.</summary>
internal sealed class SyntheticGroups
{
    private const int Samples = 8;
    private const int PromptTokens = 200;

    private readonly ConcurrentDictionary<PolicyVersion, ImmutableArray<ScoredTrajectory>> _samples = new();
    private readonly ImmutableArray<int> _prompt = [.. Enumerable.Range(0, PromptTokens).Select(i => 5 + i * 7 % 500)];
    private readonly ImmutableArray<ToolTask> _tasks = [.. ToolWorldGenerator.Generate(ToolWorldSplit.Training, 1, 64)];

    /// <summary>The dataset row of a group.</summary>
    public ToolTask Task(GroupId id) => _tasks[(int)(id.Value % _tasks.Length)];

    /// <summary>A group that these weights sampled.</summary>
    public ScoredGroup Make(long id, PolicyVersion version, string worker)
    {
        var task = Task(new GroupId(id));
        return new ScoredGroup(new GroupId(id), 1, task.Id, task.Category, _prompt, _samples.GetOrAdd(version, SamplesOf), worker);
    }

    private static ImmutableArray<ScoredTrajectory> SamplesOf(PolicyVersion version)
    {
        var random = new RandomStream(1);
        return [.. Enumerable.Range(0, Samples).Select(s =>
        {
            var length = random.Next(40, 80);
            var trajectory = new Trajectory(
                [.. Enumerable.Range(0, length).Select(_ => random.Next(500))],
                [.. Enumerable.Range(0, length).Select(_ => -(float)random.NextDouble())],
                [.. Enumerable.Repeat(true, length)],
                [.. Enumerable.Repeat(version, length)],
                StopReason.EndOfSequence,
                string.Concat(Enumerable.Repeat("word ", length)));
            var success = s % 2 == 0;
            return new ScoredTrajectory(
                trajectory,
                new RewardScore(success ? 1 : 0.25, 0.5, 0, success, ImmutableSortedDictionary<string, double>.Empty.Add("ast", success ? 1 : 0).Add("format", 1)));
        })];
    }
}
