using System.Globalization;
using System.Text.Json;
using ToolZero.Core.Charts;
using ToolZero.Core.Evaluation.Bfcl.Scoring;

namespace ToolZero.Cli.Evaluation;

/// <summary>Scores by category, the leaderboard's summaries, and what went wrong most.</summary>
internal static class BfclTable
{
    private const int ShownErrors = 6;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Write(TextWriter to, BfclSummary summary)
    {
        to.WriteLine($"{"category",-24} {"right",6} {"of",6} {"accuracy",10}");
        foreach (var score in summary.Scores) to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{score.Category.Name,-24} {score.Correct,6} {score.Total,6} {Figures.Percent(score.Accuracy),10}"));
        to.WriteLine();
        foreach (var (name, value) in Summaries(summary)) to.WriteLine($"{name,-38} {(value is { } share ? Figures.Percent(share) : "n/a"),10}");
        var errors = summary.Scores.SelectMany(s => s.Errors).GroupBy(e => e.Key, e => e.Value).Select(e => (Name: e.Key, Count: e.Sum()))
            .OrderByDescending(e => e.Count).ThenBy(e => e.Name, StringComparer.Ordinal).Take(ShownErrors).ToList();
        if (errors.Count == 0) return;
        to.WriteLine();
        foreach (var (name, count) in errors) to.WriteLine($"{count,6}  {name}");
    }

    /// <summary>The same for programs.</summary>
    public static string ToJson(string model, BfclSummary summary) => JsonSerializer.Serialize(
        new
        {
            model,
            nonLive = summary.NonLive,
            live = summary.Live,
            irrelevance = summary.Irrelevance,
            relevance = summary.Relevance,
            singleTurn = summary.SingleTurn,
            simple = summary.Simple,
            categories = summary.Scores.ToDictionary(
                s => s.Category.Name,
                s => new { accuracy = s.Accuracy, correctCount = s.Correct, totalCount = s.Total, errors = s.Errors.ToDictionary(e => e.Key, e => e.Value) }),
        },
        Json);

    private static IEnumerable<(string Name, double? Value)> Summaries(BfclSummary summary) =>
    [
        ("simple (Python, Java, JavaScript)", summary.Simple),
        ("non-live", summary.NonLive),
        ("live", summary.Live),
        ("irrelevance", summary.Irrelevance),
        ("relevance", summary.Relevance),
        ("single turn (non-live, live, irrel.)", summary.SingleTurn),
    ];
}
