using System.Collections.Immutable;

namespace ToolZero.Core.Evaluation.Bfcl.Scoring;

/// <summary>
/// The leaderboard's summaries of single-turn categories (version 4). Non-live averages simple, multiple, parallel and parallel_multiple with
/// equal weights, where simple is the equal-weight mean of Python, Java and JavaScript; live is weighted by questions; irrelevance is the
/// equal-weight mean of its two categories. A summary is null when one of its categories was not evaluated.
/// </summary>
public sealed record BfclSummary(ImmutableArray<BfclScore> Scores)
{
    /// <summary>Simple calls in three languages.</summary>
    public double? Simple => Mean(["simple_python", "simple_java", "simple_javascript"]);

    public double? NonLive => Mean([Simple, Of("multiple"), Of("parallel"), Of("parallel_multiple")]);

    public double? Live => Weighted(["live_simple", "live_multiple", "live_parallel", "live_parallel_multiple"]);

    public double? Irrelevance => Mean(["irrelevance", "live_irrelevance"]);

    public double? Relevance => Of("live_relevance");

    /// <summary>
    /// The single-turn part of the leaderboard's overall score: it gives non-live, live and irrelevance 10 % each, and the rest to multi-turn
    /// (30 %) and agentic categories (40 %), which are not evaluated here. Scaled to 100 %.
    /// </summary>
    public double? SingleTurn => Mean([NonLive, Live, Irrelevance]);

    /// <summary>Accuracy of one category, or null.</summary>
    public double? Of(string category) => Scores.FirstOrDefault(s => s.Category.Name == category)?.Accuracy;

    private double? Mean(IEnumerable<string> categories) => Mean(categories.Select(Of));

    private static double? Mean(IEnumerable<double?> parts)
    {
        var all = parts.ToList();
        return all.Contains(null) ? null : all.Average();
    }

    private double? Weighted(IReadOnlyCollection<string> categories)
    {
        var parts = Scores.Where(s => categories.Contains(s.Category.Name)).ToList();
        return parts.Count < categories.Count ? null : (double)parts.Sum(s => s.Correct) / parts.Sum(s => s.Total);
    }
}
