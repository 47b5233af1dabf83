using System.Collections.Immutable;
using ToolZero.Core.Data;
using ToolZero.Core.Text;

namespace ToolZero.Core.Evaluation.Bfcl;

/// <summary>The thirteen single-turn categories and the leaderboard's names for groups of them.</summary>
public static class BfclCategories
{
    public static ImmutableArray<BfclCategory> All { get; } =
    [
        new("simple_python", BfclKind.Simple, false),
        new("simple_java", BfclKind.Simple, false, BfclLanguage.Java),
        new("simple_javascript", BfclKind.Simple, false, BfclLanguage.JavaScript),
        new("multiple", BfclKind.Multiple, false),
        new("parallel", BfclKind.Parallel, false),
        new("parallel_multiple", BfclKind.Parallel, false),
        new("irrelevance", BfclKind.Irrelevance, false),
        new("live_simple", BfclKind.Simple, true),
        new("live_multiple", BfclKind.Multiple, true),
        new("live_parallel", BfclKind.Parallel, true),
        new("live_parallel_multiple", BfclKind.Parallel, true),
        new("live_irrelevance", BfclKind.Irrelevance, true),
        new("live_relevance", BfclKind.Relevance, true),
    ];

    private static readonly ImmutableDictionary<string, Func<BfclCategory, bool>> Groups = new Dictionary<string, Func<BfclCategory, bool>>
    {
        ["all"] = _ => true,
        ["single_turn"] = _ => true,
        ["live"] = c => c.IsLive,
        ["non_live"] = c => !c.IsLive,
        ["python"] = c => c.Language == BfclLanguage.Python,
        ["non_python"] = c => c.Language != BfclLanguage.Python,
    }.ToImmutableDictionary(StringComparer.Ordinal);

    private static readonly ImmutableArray<string> OtherParts = ["multi_turn_", "memory_", "web_search_", "format_sensitivity"];

    public static BfclCategory? Find(string name) => All.FirstOrDefault(c => c.Name == name);

    /// <summary>The category that an id such as <c>live_simple_3-2-0</c> belongs to; null when there is none.</summary>
    public static BfclCategory? OfId(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var end = id.LastIndexOf('_');
        return end < 0 ? null : Find(id[..end]);
    }

    /// <summary>
    /// An id or a category's name of the leaderboard's other parts: several turns, memory, web search, sensitivity to the prompt's format.
    /// </summary>
    public static bool IsOtherPart(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return OtherParts.Any(part => name.StartsWith(part, StringComparison.Ordinal));
    }

    /// <summary>The categories that names and group names stand for, in the order of <see cref="All"/>.</summary>
    /// <exception cref="DataException">A name stands for nothing.</exception>
    public static ImmutableArray<BfclCategory> Named(IEnumerable<string> names)
    {
        var chosen = new HashSet<BfclCategory>();
        foreach (var name in names)
        {
            if (Find(name) is { } one) chosen.Add(one);
            else if (Groups.TryGetValue(name, out var belongs)) chosen.UnionWith(All.Where(belongs));
            else throw Unknown(name);
        }

        return [.. All.Where(chosen.Contains)];
    }

    private static DataException Unknown(string name)
    {
        var known = All.Select(c => c.Name).Concat(Groups.Keys.Order(StringComparer.Ordinal)).ToList();
        return new DataException(Nearest.To(name, known) is { } near
            ? $"{name}: no such category, did you mean {near}?"
            : $"{name}: no such category; there are {string.Join(", ", known)}");
    }
}
