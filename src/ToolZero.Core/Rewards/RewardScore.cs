using System.Collections.Immutable;

namespace ToolZero.Core.Rewards;

/// <summary>
/// What a reward rule found in one completion, independent of the training step:
/// total(w) = Base + w·Strict + (1 − w)·General (Tool-Zero, Eqs. 2-5), w the schedule weight of the step that trains it.
/// Rules without a schedule put everything into <see cref="Base"/>.
/// </summary>
/// <param name="Base">R_format of Tool-Zero.</param>
/// <param name="General">The exploratory, lenient component.</param>
/// <param name="Strict">The exploitative, exact component.</param>
/// <param name="Success">The answer equals the reference as abstract syntax (for a no-call reference: no call was made).</param>
/// <param name="Parts">Every logged part by its metric name: format, ast, multi, bad-values, precision, calls, answer-length …</param>
public sealed record RewardScore(
    double Base,
    double General,
    double Strict,
    bool Success,
    ImmutableSortedDictionary<string, double> Parts)
{
    public double Total(double scheduleWeight) => Base + scheduleWeight * Strict + (1 - scheduleWeight) * General;
}
