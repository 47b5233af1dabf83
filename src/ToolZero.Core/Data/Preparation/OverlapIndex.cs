using System.Collections.Immutable;
using ToolZero.Core.Prompts;

namespace ToolZero.Core.Data.Preparation;

/// <summary>How a task repeats an evaluation set.</summary>
public enum OverlapKind
{
    /// <summary>The same question, case, punctuation and blanks aside.</summary>
    SameQuestion,

    /// <summary>At least half of its runs of eight words stand in one question.</summary>
    SimilarQuestion,
}

/// <summary>A task that repeats a question of the evaluation set.</summary>
public sealed record TaskOverlap(string Task, string EvaluationTask, OverlapKind Kind);

/// <summary>Questions and tools of an evaluation set, to find training tasks that give them away.</summary>
public sealed class OverlapIndex
{
    private const int RunLength = 8;

    private readonly Dictionary<string, string> _questions = new(StringComparer.Ordinal);
    private readonly Dictionary<int, List<int>> _runs = [];
    private readonly List<string> _ids = [];
    private readonly HashSet<string> _tools = new(StringComparer.Ordinal);

    public OverlapIndex(IEnumerable<ToolTask> evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        foreach (var task in evaluation)
        {
            var words = Words(task.Messages.LastOrDefault(m => m.Role == Role.User)?.Content ?? "");
            _questions.TryAdd(string.Join(' ', words), task.Id);
            foreach (var run in Runs(words))
            {
                if (!_runs.TryGetValue(run, out var tasks)) _runs[run] = tasks = [];
                if (tasks.Count == 0 || tasks[^1] != _ids.Count) tasks.Add(_ids.Count);
            }

            _ids.Add(task.Id);
            foreach (var tool in task.Tools) _tools.Add(tool.Name);
        }
    }

    /// <summary>Tasks in the set.</summary>
    public int Count => _ids.Count;

    /// <summary>Rows of the set that could not be read: nothing was compared with them.</summary>
    public long Refused { get; init; }

    public bool HasTool(string name) => _tools.Contains(name);

    /// <summary>
    /// The evaluation task whose question this one repeats, in whichever turn of the user: an earlier one stands there with its right calls. Null when there
    /// is none.
    /// </summary>
    public TaskOverlap? Find(ToolTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        var turns = task.Messages.Where(m => m.Role == Role.User).Select(m => Words(m.Content)).Where(words => words.Length > 0).ToList();
        if (First(turns, Same) is { } same) return new TaskOverlap(task.Id, same, OverlapKind.SameQuestion);
        return First(turns, Similar) is { } similar ? new TaskOverlap(task.Id, similar, OverlapKind.SimilarQuestion) : null;
    }

    private static string? First(List<ImmutableArray<string>> turns, Func<ImmutableArray<string>, string?> find) => turns.Select(find).FirstOrDefault(id => id is not null);

    private string? Same(ImmutableArray<string> words) => _questions.GetValueOrDefault(string.Join(' ', words));

    private string? Similar(ImmutableArray<string> words)
    {
        var runs = Runs(words).Distinct().ToList();
        var shared = runs.SelectMany(run => _runs.GetValueOrDefault(run, [])).GroupBy(index => index).Select(g => (Index: g.Key, Count: g.Count())).DefaultIfEmpty((Index: -1, Count: 0)).MaxBy(g => g.Count);
        return shared.Count > 0 && 2 * shared.Count >= runs.Count ? _ids[shared.Index] : null;
    }

    /// <summary>The words of a question in lower case; a word is a run of letters and digits.</summary>
    private static ImmutableArray<string> Words(string question)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        var start = -1;
        for (var i = 0; i <= question.Length; i++)
        {
            if (i < question.Length && char.IsLetterOrDigit(question[i]))
            {
                if (start < 0) start = i;
                continue;
            }

            if (start >= 0) words.Add(question[start..i].ToLowerInvariant());
            start = -1;
        }

        return words.ToImmutable();
    }

    private static IEnumerable<int> Runs(ImmutableArray<string> words)
    {
        for (var i = 0; i + RunLength <= words.Length; i++)
        {
            // FNV-1a: the same on every machine and in every process.
            var hash = 2166136261U;
            for (var k = i; k < i + RunLength; k++)
            {
                foreach (var c in words[k]) hash = (hash ^ c) * 16777619U;
                hash = (hash ^ ' ') * 16777619U;
            }

            yield return (int)hash;
        }
    }
}
