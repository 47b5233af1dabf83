using System.Collections.Immutable;
using ToolZero.Core.Data;
using ToolZero.Core.Randomness;

namespace ToolZero.Core.ToolWorld;

/// <summary>Generates tool-use tasks for machines without data: seeded, the same on every machine.</summary>
public static class ToolWorldGenerator
{
    // Episodes draw from streams of their own.
    private const ulong EpisodeStreams = 1UL << 48;

    /// <summary><paramref name="count"/> tasks, category after category in the proportions of <see cref="TaskCategory.Mix"/>.</summary>
    public static ImmutableArray<ToolTask> Generate(ToolWorldSplit split, ulong seed, int count)
    {
        var world = Worlds.Of(split);
        var categories = Categories(count);
        var tasks = ImmutableArray.CreateBuilder<ToolTask>(count);
        for (var i = 0; i < count; i++)
        {
            // One stream a task: a task does not change when the number of tasks does not reach it.
            var composer = new TaskComposer(world, new RandomStream(seed, ((ulong)split << 32) | (uint)i));
            tasks.Add(composer.Compose($"toolworld-{(split == ToolWorldSplit.Training ? "train" : "held-out")}-{seed}-{i}", categories[i]));
        }

        return tasks.MoveToImmutable();
    }

    /// <summary>Episodes for <see cref="ToolWorldEnvironment"/>: none of them changes when more are generated.</summary>
    public static ImmutableArray<ToolTask> GenerateEpisodes(ToolWorldSplit split, ulong seed, int count) =>
    [
        .. Enumerable.Range(0, count).Select(i =>
            new TaskComposer(Worlds.Of(split), new RandomStream(seed, EpisodeStreams | ((ulong)split << 32) | (uint)i))
                .ComposeEpisode($"toolworld-episode-{(split == ToolWorldSplit.Training ? "train" : "held-out")}-{seed}-{i}")),
    ];

    /// <summary>Spreads the categories evenly: at every index each is as near to its share as whole numbers allow.</summary>
    private static List<string> Categories(int count)
    {
        var given = new double[TaskCategory.Mix.Count];
        var result = new List<string>(count);
        for (var i = 1; i <= count; i++)
        {
            var behind = Enumerable.Range(0, given.Length).MaxBy(c => TaskCategory.Mix[c].Share * i - given[c]);
            given[behind]++;
            result.Add(TaskCategory.Mix[behind].Name);
        }

        return result;
    }
}
