namespace ToolZero.Core.Evaluation.ToolUse;

/// <summary>Counts over a whole data set, and what follows from them (micro averages).</summary>
/// <param name="Correct">Predicted ones that are right.</param>
/// <param name="Predicted">All predicted ones.</param>
/// <param name="Reference">All that are due.</param>
public readonly record struct MatchCount(long Correct, long Predicted, long Reference)
{
    public double Precision => Predicted == 0 ? 0 : (double)Correct / Predicted;

    public double Recall => Reference == 0 ? 0 : (double)Correct / Reference;

    public double F1 => Precision + Recall == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);

    public static MatchCount operator +(MatchCount left, MatchCount right) =>
        new(left.Correct + right.Correct, left.Predicted + right.Predicted, left.Reference + right.Reference);

    public static MatchCount Add(MatchCount left, MatchCount right) => left + right;
}
