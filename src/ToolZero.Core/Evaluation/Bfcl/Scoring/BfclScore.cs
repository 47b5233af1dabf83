using System.Collections.Immutable;

namespace ToolZero.Core.Evaluation.Bfcl.Scoring;

/// <summary>The count of one category.</summary>
/// <param name="Category">Which.</param>
/// <param name="Correct">Right answers.</param>
/// <param name="Total">Answers judged.</param>
public sealed record BfclScore(BfclCategory Category, int Correct, int Total)
{
    /// <summary>How often each error occurred, most frequent first.</summary>
    public ImmutableArray<KeyValuePair<string, int>> Errors { get; init; } = [];

    public double Accuracy => Total == 0 ? 0 : (double)Correct / Total;
}
