using ToolZero.Core.Data;
using ToolZero.Core.Formats;

namespace ToolZero.Core.Rewards;

/// <summary>
/// The dynamic generalisation-guided reward (Zeng et al., "Tool Zero", Eqs. 2-5): R = format + w·strict + (1 − w)·general with
/// general = recall of reference tokens − 0.5 and strict = ast + 0.3·multi − 0.3·bad values. w comes from the schedule of the step that
/// trains the sample, so a score is the same at every step. For a reference without calls (ours): strict = 1 if no call is parsed, else
/// the failure value; general = ±0.5.
/// </summary>
/// <param name="settings">The switches.</param>
/// <param name="format">How completions are written; null for the paper's own format.</param>
public sealed class ToolZeroReward(RewardSettings settings, ICallFormat? format = null) : IReward
{
    private const double MultiBonus = 0.3;
    private const double BadValuePenalty = 0.3;

    private readonly ICallFormat _format = format ?? ToolZeroCalls.Instance;

    public RewardScore Score(ToolTask task, string completion)
    {
        ArgumentNullException.ThrowIfNull(task);
        var reading = _format.Read(completion);
        var answer = AnswerDiagnosis.Of(task, reading, _format, settings.Tokens);
        var ast = answer.Success ? 1 : settings.AstFailure;
        var penalised = settings.ValuePenalty == ValuePenalty.Any ? Math.Min(answer.BadValues, 1) : answer.BadValues;
        var strict = ast + MultiBonus * (answer.Multi ? 1 : 0) - BadValuePenalty * penalised;
        var general = answer.Recall - 0.5;

        var parts = answer.Parts(reading);
        parts[RewardParts.General] = general;
        parts[RewardParts.Strict] = strict;
        parts[RewardParts.Ast] = ast;
        return new RewardScore(reading.IsValid ? 1 : 0, general, strict, answer.Success, parts.ToImmutable());
    }
}
