using System.Collections.Immutable;
using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Formats;

namespace ToolZero.Core.Rewards;

/// <summary>What every rule logs about an answer, whatever it rewards: the same measures make rules comparable.</summary>
/// <param name="Success">The calls equal the reference as abstract syntax; without reference calls, no call was made.</param>
/// <param name="Multi">A multi sample has the right multiset of names.</param>
/// <param name="BadValues">Reference parameters supplied with a different value; 0 on success.</param>
/// <param name="Recall">|Y ∩ Y*| / |Y*|; without reference calls, or when they hold no token, 1 on success, else 0.</param>
/// <param name="Precision">|Y ∩ Y*| / |Y|; without reference calls as recall.</param>
internal readonly record struct AnswerDiagnosis(bool Success, bool Multi, int BadValues, double Recall, double Precision)
{
    public static AnswerDiagnosis Of(ToolTask task, CompletionReading reading, ICallFormat format, ReferenceTokens tokens)
    {
        var calls = reading.Calls.Calls;
        var success = CallComparison.AreEqual(calls, task.Reference);
        var expectsCalls = !task.Reference.IsEmpty;
        var isMulti = expectsCalls && (task.Reference.Length >= 2 || task.EarlierToolTurn);
        var (recall, precision) = (expectsCalls ? Overlap(task, reading, format, tokens) : null) ?? (success ? (1, 1) : (0, 0));
        return new AnswerDiagnosis(
            success,
            isMulti && CallComparison.HaveSameNames(calls, task.Reference),
            success ? 0 : CallComparison.CountBadValues(calls, task.Reference),
            recall,
            precision);
    }

    /// <summary>The parts that all rules share.</summary>
    public ImmutableSortedDictionary<string, double>.Builder Parts(CompletionReading reading)
    {
        var parts = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        parts[RewardParts.Format] = reading.IsValid ? 1 : 0;
        parts[RewardParts.Ast] = Success ? 1 : 0;
        parts[RewardParts.Multi] = Multi ? 1 : 0;
        parts[RewardParts.BadValues] = BadValues;
        parts[RewardParts.Recall] = Recall;
        parts[RewardParts.Precision] = Precision;
        parts[RewardParts.Parsed] = reading.Calls.IsSuccess ? 1 : 0;
        parts[RewardParts.Calls] = reading.Calls.Calls.Length;
        parts[RewardParts.AnswerLength] = reading.Body.Length;
        return parts;
    }

    /// <summary>Null when there is nothing to share: the name of the reference is made of separators.</summary>
    private static (double Recall, double Precision)? Overlap(ToolTask task, CompletionReading reading, ICallFormat format, ReferenceTokens tokens)
    {
        var isAtomic = tokens == ReferenceTokens.Atomic;
        var wanted = isAtomic ? TokenSets.Atomic(task.Reference) : TokenSets.Literal(Text(task.Reference, format));
        if (wanted.Count == 0) return null;
        var given = isAtomic ? TokenSets.Atomic(reading.Calls.Calls) : TokenSets.Literal(reading.Body);
        double shared = given.Count(wanted.Contains);
        return (shared / wanted.Count, given.Count == 0 ? 0 : shared / given.Count);
    }

    /// <summary>
    /// The reference as data write it. In Python's syntax that is its <c>repr</c>, and not the double quotes that we ask a model for: of a value with
    /// both kinds of quotes the two have different tokens.
    /// </summary>
    private static string Text(ImmutableArray<ToolCall> reference, ICallFormat format) =>
        format is ToolZeroCalls ? PythonCallFormatter.Format(reference) : format.Write(reference);
}
