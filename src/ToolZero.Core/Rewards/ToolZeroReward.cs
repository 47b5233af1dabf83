using System.Collections.Immutable;
using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Formats;

namespace ToolZero.Core.Rewards;

/// <summary>
/// The dynamic generalisation-guided reward (Zeng et al., "Tool Zero", Eqs. 2-5): R = format + w·strict + (1 − w)·general with
/// general = recall of reference tokens − 0.5 and strict = ast + 0.3·multi − 0.3·bad values. w comes from the schedule of the step that
/// trains the sample, so a score is the same at every step. For a reference without calls (ours): strict = 1 if no call is parsed, else
/// the failure value; general = ±0.5.
/// </summary>
public sealed class ToolZeroReward(RewardSettings settings) : IReward
{
    private const double MultiBonus = 0.3;
    private const double BadValuePenalty = 0.3;

    public RewardScore Score(ToolTask task, string completion)
    {
        ArgumentNullException.ThrowIfNull(task);
        var format = CompletionFormat.Read(completion);
        var parse = PythonCallParser.Parse(format.Body);
        var calls = parse.Calls;

        var success = CallComparison.AreEqual(calls, task.Reference);
        var ast = success ? 1 : settings.AstFailure;
        var expectsCalls = !task.Reference.IsEmpty;
        var isMulti = expectsCalls && (task.Reference.Length >= 2 || task.EarlierToolTurn);
        var multi = isMulti && CallComparison.HaveSameNames(calls, task.Reference) ? 1 : 0;
        var badValues = success ? 0 : CallComparison.CountBadValues(calls, task.Reference);
        var penalised = settings.ValuePenalty == ValuePenalty.Any ? Math.Min(badValues, 1) : badValues;
        var strict = ast + MultiBonus * multi - BadValuePenalty * penalised;

        var (recall, precision) = expectsCalls ? Overlap(task.Reference, calls, format.Body) : success ? (1, 1) : (0, 0);
        var general = recall - 0.5;

        var parts = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        parts[RewardParts.Format] = format.IsValid ? 1 : 0;
        parts[RewardParts.General] = general;
        parts[RewardParts.Strict] = strict;
        parts[RewardParts.Ast] = ast;
        parts[RewardParts.Multi] = multi;
        parts[RewardParts.BadValues] = badValues;
        parts[RewardParts.Recall] = recall;
        parts[RewardParts.Precision] = precision;
        parts[RewardParts.Parsed] = parse.IsSuccess ? 1 : 0;
        parts[RewardParts.Calls] = calls.Length;
        parts[RewardParts.AnswerLength] = format.Body.Length;
        return new RewardScore(format.IsValid ? 1 : 0, general, strict, success, parts.ToImmutable());
    }

    private (double Recall, double Precision) Overlap(ImmutableArray<ToolCall> reference, ImmutableArray<ToolCall> calls, string body)
    {
        var isAtomic = settings.Tokens == ReferenceTokens.Atomic;
        var wanted = isAtomic ? TokenSets.Atomic(reference) : TokenSets.Literal(PythonCallFormatter.Format(reference));
        var given = isAtomic ? TokenSets.Atomic(calls) : TokenSets.Literal(body);
        double shared = given.Count(wanted.Contains);
        return (shared / wanted.Count, given.Count == 0 ? 0 : shared / given.Count);
    }
}
