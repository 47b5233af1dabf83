using System.Collections.Immutable;
using ToolZero.Core.Data;
using ToolZero.Core.Prompts;

namespace ToolZero.Cli.Commands;

/// <summary>Least, mean and most of a count over all tasks.</summary>
public sealed record CountRange(int Least, double Mean, int Most)
{
    public static CountRange Of(IReadOnlyCollection<int> counts) => new(counts.Min(), counts.Average(), counts.Max());
}

/// <summary>What is in a data set.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tasks">Usable tasks.</param>
/// <param name="Tools">Different tool names offered.</param>
/// <param name="Categories">Tasks by category.</param>
/// <param name="PerTask">Ranges over tasks: tools, messages, reference calls, characters of the prompt.</param>
/// <param name="Refused">Rows refused: file, line, field, reason.</param>
public sealed record DataSummary(
    string Name,
    int Tasks,
    int Tools,
    ImmutableSortedDictionary<string, int> Categories,
    ImmutableSortedDictionary<string, CountRange> PerTask,
    ImmutableArray<string> Refused)
{
    public static DataSummary Of(Dataset data, IPromptFormat format)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(format);
        return new DataSummary(
            data.Name,
            data.Tasks.Length,
            data.Tasks.SelectMany(t => t.Tools).Select(t => t.Name).Distinct(StringComparer.Ordinal).Count(),
            data.Tasks.GroupBy(t => t.Category, StringComparer.Ordinal).ToImmutableSortedDictionary(c => c.Key, c => c.Count(), StringComparer.Ordinal),
            new Dictionary<string, Func<ToolTask, int>>
            {
                ["tools"] = t => t.Tools.Length,
                ["messages"] = t => t.Messages.Length,
                ["reference calls"] = t => t.Reference.Length,
                ["prompt characters"] = t => format.Render(t).Length,
            }.ToImmutableSortedDictionary(m => m.Key, m => CountRange.Of([.. data.Tasks.Select(m.Value)]), StringComparer.Ordinal),
            [.. data.Refused.Select(r => r.ToString())]);
    }
}
