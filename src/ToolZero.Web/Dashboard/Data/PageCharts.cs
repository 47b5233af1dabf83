using System.Collections.Immutable;
using ToolZero.Core.Charts;

namespace ToolZero.Web.Dashboard.Data;

/// <summary>The charts of the page: those of the report, without what only a report has.</summary>
internal static class PageCharts
{
    private static readonly string[] First = [RunCharts.Success, "reward", "tokens-per-second", RunCharts.Time];

    public static ImmutableArray<Chart> All { get; } =
        [.. RunCharts.All.Select(c => c.Id == RunCharts.Success ? c with { Note = "Exact answers in the batches that were trained, which are sampled." } : c)];

    /// <summary>What one looks at first.</summary>
    public static ImmutableArray<Chart> Leading { get; } = [.. All.Where(c => First.Contains(c.Id))];
}
