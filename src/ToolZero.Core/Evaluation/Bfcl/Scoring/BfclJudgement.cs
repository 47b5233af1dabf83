using ToolZero.Core.Evaluation.Bfcl.Checking;
using ToolZero.Core.Evaluation.Bfcl.Decoding;
using ToolZero.Core.Evaluation.Python;
using ToolZero.Core.Evaluation.Results;

namespace ToolZero.Core.Evaluation.Bfcl.Scoring;

/// <summary>One answer, decoded and judged.</summary>
public sealed record BfclJudgement(BfclQuestion Question, ResultRow Row, BfclDecoding Decoding, BfclVerdict Verdict)
{
    /// <summary>Judges a row; a question that got no answer is counted wrong, whatever its category.</summary>
    public static BfclJudgement Of(BfclQuestion question, ResultRow row, BfclJudgeSettings settings)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(settings);
        if (row.Failure is { } failure) return new BfclJudgement(question, row, BfclDecoding.Failed(failure), BfclVerdict.Wrong(BfclErrors.NoAnswer, failure));
        var decoding = Decode(row, question.Category.Language, row.FunctionCalling ?? settings.FunctionCalling);
        return new BfclJudgement(question, row, decoding, BfclChecker.Judge(question, decoding, row.UnderscoreToDot ?? settings.UnderscoreToDot));
    }

    private static BfclDecoding Decode(ResultRow row, BfclLanguage language, bool functionCalling)
    {
        if (row.IsDecoded) return FunctionCallDecoder.Take(row.Result);
        if (row.Result is PyValue.Text text) return functionCalling ? FunctionCallDecoder.Decode(text) : PromptedDecoder.Decode(text.Value, language);
        var holdsObjects = row.Result is PyValue.Sequence { Items: { IsEmpty: false } items }
            && items.All(i => i is PyMapping { Count: 1 } call && call.Entries[0].Value is PyMapping);
        return holdsObjects ? FunctionCallDecoder.Take(row.Result) : FunctionCallDecoder.Decode(row.Result);
    }
}

/// <summary>What holds for rows that do not say it themselves.</summary>
/// <param name="FunctionCalling">It calls through an interface: text is prose.</param>
/// <param name="UnderscoreToDot">Its interface writes underscores for the dots of function names.</param>
public sealed record BfclJudgeSettings(bool FunctionCalling = false, bool UnderscoreToDot = false)
{
    public static BfclJudgeSettings Default { get; } = new();
}
