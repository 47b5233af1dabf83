using System.Collections.Immutable;
using ToolZero.Core.Data;
using ToolZero.Core.Data.Preparation;
using ToolZero.Core.Prompts;

namespace ToolZero.Cli.Commands;

/// <summary>Counts tasks as they go by. Remembers keys of contents and of tool names (some 13 bytes each), nothing else.</summary>
internal sealed class TaskCounts(IPromptFormat format)
{
    // Refusals shown in a summary; all of them are counted.
    private const int MostShown = 1000;

    private readonly (string Name, Func<ToolTask, int> Measure)[] _measures =
    [
        ("tools", t => t.Tools.Length),
        ("messages", t => t.Messages.Length),
        ("reference calls", t => t.Reference.Length),
        ("prompt characters", t => format.Render(t).Length),
    ];

    private readonly Dictionary<string, (int Least, long Sum, int Most)> _ranges = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _categories = new(StringComparer.Ordinal);
    private readonly KeySet _tools = new();
    private readonly KeySet _contents = new();
    private readonly ImmutableArray<string>.Builder _refused = ImmutableArray.CreateBuilder<string>();
    private long _tasks;
    private long _refusals;
    private long _duplicates;

    public void Add(DataItem item)
    {
        if (item.Refused is { } row) Refuse(row);
        foreach (var task in item.Tasks) Add(task);
    }

    public void Refuse(RefusedRow row)
    {
        _refusals++;
        if (_refused.Count < MostShown) _refused.Add(row.ToString());
    }

    public void Add(ToolTask task)
    {
        _tasks++;
        _categories[task.Category] = _categories.GetValueOrDefault(task.Category) + 1;
        foreach (var tool in task.Tools) _tools.Add(ContentKey.Of(tool.Name));
        if (!_contents.Add(ContentKey.Of(task))) _duplicates++;
        foreach (var (name, measure) in _measures)
        {
            var value = measure(task);
            _ranges[name] = _ranges.TryGetValue(name, out var range)
                ? (Math.Min(range.Least, value), range.Sum + value, Math.Max(range.Most, value))
                : (value, value, value);
        }
    }

    public DataSummary Summary(string name) => new(
        name,
        _tasks,
        (int)_tools.Count,
        _duplicates,
        _categories.ToImmutableSortedDictionary(StringComparer.Ordinal),
        _ranges.ToImmutableSortedDictionary(r => r.Key, r => new CountRange(r.Value.Least, (double)r.Value.Sum / _tasks, r.Value.Most), StringComparer.Ordinal),
        _refusals,
        _refused.ToImmutable());
}
