using System.Collections.Immutable;
using System.Globalization;
using ToolZero.Core.Data.Preparation;
using ToolZero.Core.Randomness;

namespace ToolZero.Core.Data.Augmentation;

/// <summary>
/// The paper's four multi-turn augmentations (Tool-Zero, section 3), each on a share of the single-turn tasks. What becomes of a task depends on the seed,
/// its id and, for joining, on the tasks of its part before it.
/// </summary>
public sealed class TaskAugmentations
{
    private static readonly ImmutableArray<ITaskAugmentation> All =
        [new JoinAugmentation(), new ToolReturnsAugmentation(), new HiddenParameterAugmentation(), new ChallengeAugmentation()];

    private readonly ImmutableArray<(ITaskAugmentation Augmentation, double Share)> _chosen;
    private readonly ulong _seed;
    private readonly Dictionary<int, RelatedTasks> _earlier = [];

    private TaskAugmentations(ImmutableArray<(ITaskAugmentation, double)> chosen, ulong seed) => (_chosen, _seed) = (chosen, seed);

    public static ImmutableArray<string> Names { get; } = [.. All.Select(a => a.Name)];

    /// <summary>Reads <c>join=0.1,challenge=0.2</c>; a name alone means every task.</summary>
    /// <exception cref="DataException">A name or share is none, or a name stands there twice: its tasks would have the same ids.</exception>
    public static TaskAugmentations Parse(string text, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(text);
        var chosen = text.Split(',', StringSplitOptions.TrimEntries).Select(Read).ToImmutableArray();
        var twice = chosen.GroupBy(c => c.Item1).FirstOrDefault(g => g.Skip(1).Any());
        return twice is null ? new TaskAugmentations(chosen, seed) : throw new DataException($"augmentation \"{twice.Key.Name}\" is named twice");
    }

    /// <summary>The task, then what is made of it. A task of several turns, or a huge one, is only itself.</summary>
    /// <param name="task">The task.</param>
    /// <param name="splits">The parts that the data set is written to, null for one: a task is joined with tasks of its own part alone, as no other may see it.</param>
    public IEnumerable<ToolTask> Apply(ToolTask task, TaskSplits? splits = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        yield return task;
        if (!Dialogues.IsSingleTurn(task) || !Dialogues.IsSmall(task)) yield break;
        var part = splits?.Of(task.Id) ?? 0;
        if (!_earlier.TryGetValue(part, out var earlier)) _earlier[part] = earlier = new RelatedTasks();
        foreach (var (augmentation, share) in _chosen)
        {
            var random = new RandomStream(_seed, (ulong)ContentKey.Of($"{augmentation.Name} {task.Id}"));
            if (!random.Chance(share)) continue;
            foreach (var made in augmentation.Apply(task, earlier, random)) yield return made;
        }

        earlier.Add(task);
    }

    private static (ITaskAugmentation, double) Read(string part)
    {
        var (name, share) = part.Split('=', 2) is [var left, var right] ? (left.Trim(), right) : (part, "1");
        if (All.FirstOrDefault(a => a.Name == name) is not { } augmentation)
            throw new DataException($"augmentation \"{name}\": expected {string.Join(", ", Names)}, each with a share such as join=0.1");
        return double.TryParse(share, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is > 0 and <= 1
            ? (augmentation, value)
            : throw new DataException($"augmentation \"{part}\": expected a share above 0 to 1");
    }
}
