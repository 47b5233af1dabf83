using System.Collections.Immutable;

namespace ToolZero.Core.Evaluation.Bfcl.Scoring;

/// <summary>Counts judgements by category and error.</summary>
public sealed class BfclTally
{
    private readonly Dictionary<BfclCategory, (int Correct, int Total, Dictionary<string, int> Errors)> _counts = [];

    /// <summary>The counted categories in the leaderboard's order.</summary>
    public ImmutableArray<BfclScore> Scores =>
    [
        .. BfclCategories.All.Where(_counts.ContainsKey).Select(c => new BfclScore(c, _counts[c].Correct, _counts[c].Total)
        {
            Errors = [.. _counts[c].Errors.OrderByDescending(e => e.Value).ThenBy(e => e.Key, StringComparer.Ordinal)],
        }),
    ];

    public void Add(BfclJudgement judgement)
    {
        ArgumentNullException.ThrowIfNull(judgement);
        var (correct, total, errors) = _counts.TryGetValue(judgement.Question.Category, out var counted) ? counted : (0, 0, new(StringComparer.Ordinal));
        if (!judgement.Verdict.Valid) errors[judgement.Verdict.ErrorType!] = errors.GetValueOrDefault(judgement.Verdict.ErrorType!) + 1;
        _counts[judgement.Question.Category] = (correct + (judgement.Verdict.Valid ? 1 : 0), total + 1, errors);
    }
}
