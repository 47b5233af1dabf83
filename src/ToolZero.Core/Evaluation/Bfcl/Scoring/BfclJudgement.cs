using ToolZero.Core.Evaluation.Bfcl.Checking;
using ToolZero.Core.Evaluation.Bfcl.Decoding;

namespace ToolZero.Core.Evaluation.Bfcl.Scoring;

/// <summary>One answer, decoded and judged.</summary>
public sealed record BfclJudgement(BfclQuestion Question, BfclResultRow Row, BfclDecoding Decoding, BfclVerdict Verdict)
{
    /// <summary>Judges a row; a question that got no answer is counted wrong, whatever its category.</summary>
    public static BfclJudgement Of(BfclQuestion question, BfclResultRow row, BfclJudgeSettings settings)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(settings);
        if (row.Failure is { } failure) return new BfclJudgement(question, row, BfclDecoding.Failed(failure), BfclVerdict.Wrong(BfclErrors.NoAnswer, failure));
        var decoding = row.Decode(question.Category.Language, row.FunctionCalling ?? settings.FunctionCalling);
        return new BfclJudgement(question, row, decoding, BfclChecker.Judge(question, decoding, row.UnderscoreToDot ?? settings.UnderscoreToDot));
    }
}

/// <summary>What holds for rows that do not say it themselves.</summary>
/// <param name="FunctionCalling">It calls through an interface: text is prose.</param>
/// <param name="UnderscoreToDot">Its interface writes underscores for the dots of function names.</param>
public sealed record BfclJudgeSettings(bool FunctionCalling = false, bool UnderscoreToDot = false)
{
    public static BfclJudgeSettings Default { get; } = new();
}
