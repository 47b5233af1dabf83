using System.Collections.Immutable;
using ToolZero.Core.Data;
using ToolZero.Core.Prompts;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Tests.Support;

/// <summary>Small valid values of the shared types.</summary>
internal static class Samples
{
    public static RewardScore Score(double reward = 1) => new(reward, 0.5, 0, reward > 0, ImmutableSortedDictionary<string, double>.Empty.Add("ast", reward > 0 ? 1 : 0).Add("format", 1));

    public static Trajectory Trajectory(long version, int length = 2) => new(
        [.. Enumerable.Range(1, length)],
        [.. Enumerable.Repeat(-0.5f, length)],
        [.. Enumerable.Repeat(true, length)],
        [.. Enumerable.Repeat(new PolicyVersion(version), length)],
        StopReason.EndOfSequence,
        "x");

    public static ScoredGroup Group(long id, long version = 0, int samples = 2) => new(
        new GroupId(id), 1, $"task{id}", "simple", [1, 2, 3], [.. Enumerable.Range(0, samples).Select(s => new ScoredTrajectory(Trajectory(version), Score(s)))], "worker");

    public static ToolTask Task(int index) => new($"task{index}", "simple", [], [new Message(Role.User, $"request {index}")], []);
}
