namespace ToolZero.Core.Data.Augmentation;

/// <summary>The last tasks that went by, to find one that is about the same things. Bounded.</summary>
internal sealed class RelatedTasks
{
    private const int Capacity = 256;

    private readonly (ToolTask Task, HashSet<string> Words)[] _tasks = new (ToolTask, HashSet<string>)[Capacity];
    private int _count;

    public void Add(ToolTask task) => _tasks[_count++ % Capacity] = (task, WordsOf(task));

    /// <summary>The task that shares most words of its tools' names with this one, the newest of equals; null when none shares any.</summary>
    public ToolTask? Find(ToolTask task, Func<ToolTask, bool> isUsable)
    {
        var words = WordsOf(task);
        var (best, most) = ((ToolTask?)null, 0);
        for (var i = Math.Max(0, _count - Capacity); i < _count; i++)
        {
            var (other, otherWords) = _tasks[i % Capacity];
            var shared = words.Count(otherWords.Contains);
            if (shared > 0 && shared >= most && isUsable(other)) (best, most) = (other, shared);
        }

        return best;
    }

    /// <summary>The words of tool names: <c>getWeather_byCity</c> is get, weather, by, city. Words of two letters say nothing.</summary>
    private static HashSet<string> WordsOf(ToolTask task)
    {
        var words = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in task.Reference.Select(c => c.Name).DefaultIfEmpty(task.Tools.IsEmpty ? "" : task.Tools[0].Name))
            words.UnionWith(Wording.Words(name).Where(word => word.Length > 2 && !word.Equals("get", StringComparison.OrdinalIgnoreCase)));
        return words;
    }
}
