using System.Collections.Immutable;
using ToolZero.Core.Evaluation.Bfcl.Decoding;

namespace ToolZero.Core.Evaluation.Bfcl.Checking;

/// <summary>
/// The leaderboard's verdict on a decoded answer: abstract-syntax comparison for Python, Java and JavaScript functions, and whether there is
/// a call at all for irrelevance and relevance. Pure; time is linear in the answer, apart from the pairing of parallel calls.
/// </summary>
public static class BfclChecker
{
    /// <summary>Judges an answer.</summary>
    /// <param name="question">What was asked and what is right.</param>
    /// <param name="decoding">What the model called.</param>
    /// <param name="underscoreToDot">The model's interface writes underscores for the dots of names.</param>
    public static BfclVerdict Judge(BfclQuestion question, BfclDecoding decoding, bool underscoreToDot = false)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(decoding);
        var category = question.Category;
        if (!category.HasAnswers) return JudgeRelevance(category.Kind, !decoding.Calls.IsEmpty);
        if (!decoding.IsSuccess) return BfclVerdict.Wrong(decoding.ErrorType!, decoding.Error!);
        var checker = new CallChecker(category.Language, underscoreToDot);
        return category.Kind switch
        {
            BfclKind.Parallel => JudgeParallel(question, decoding.Calls, checker),
            BfclKind.Multiple => Count(question, decoding.Calls, BfclErrors.MultipleCount)
                ?? checker.Check(question.Find(question.Answers[0].Function)!, question.Answers[0], decoding.Calls[0]),
            _ => Count(question, decoding.Calls, BfclErrors.SimpleCount) ?? checker.Check(question.Functions[0], question.Answers[0], decoding.Calls[0]),
        };
    }

    private static BfclVerdict JudgeRelevance(BfclKind kind, bool called)
    {
        if (called == (kind == BfclKind.Relevance)) return BfclVerdict.Right;
        return called
            ? BfclVerdict.Wrong(BfclErrors.CallWhereNoneFits, "a call, and no function fits the question")
            : BfclVerdict.Wrong(BfclErrors.NoCallWhereOneFits, "no call, and a function fits the question");
    }

    private static BfclVerdict? Count(BfclQuestion question, ImmutableArray<BfclCall> calls, string error) =>
        calls.Length == question.Answers.Length ? null : BfclVerdict.Wrong(error, $"{calls.Length} calls; {question.Answers.Length} are right");

    /// <summary>Each right call takes the first call that passes and is not taken; a taken one is never given back.</summary>
    private static BfclVerdict JudgeParallel(BfclQuestion question, ImmutableArray<BfclCall> calls, CallChecker checker)
    {
        if (Count(question, calls, BfclErrors.ParallelCount) is { } wrong) return wrong;
        var taken = new bool[calls.Length];
        for (var due = 0; due < question.Answers.Length; due++)
        {
            var answer = question.Answers[due];
            var function = question.Find(answer.Function)!;
            var found = Enumerable.Range(0, calls.Length).FirstOrDefault(i => !taken[i] && checker.Check(function, answer, calls[i]).Valid, -1);
            if (found < 0) return BfclVerdict.Wrong(BfclErrors.NoMatch, $"no call fits right call {due + 1}, of {answer.Function}");
            taken[found] = true;
        }

        return BfclVerdict.Right;
    }
}
