using ToolZero.Core.Evaluation.Bfcl;
using ToolZero.Core.Evaluation.Bfcl.Checking;
using ToolZero.Core.Evaluation.Bfcl.Decoding;
using ToolZero.Core.Evaluation.Python;

namespace ToolZero.Core.Tests.Evaluation.Bfcl;

/// <summary>Small questions of one function <c>f</c>.</summary>
internal static class Question
{
    /// <summary>A question of one category.</summary>
    /// <param name="category">Its category.</param>
    /// <param name="properties">Parameters as JSON, <c>"a": {"type": "integer"}</c>.</param>
    /// <param name="answer">Right arguments as JSON, <c>"a": [1]</c>; several calls as a list of objects.</param>
    /// <param name="required">Names as JSON, <c>"a"</c>.</param>
    public static BfclQuestion Of(string category, string properties, string answer, string required = "")
    {
        var kind = BfclCategories.Find(category)!;
        var question = $$$"""{"id": "{{{category}}}_0", "question": [[{"role": "user", "content": "?"}]], "function": [{"name": "f", "description": "", "parameters": {"type": "dict", "properties": { {{{properties}}} }, "required": [{{{required}}}]}}]}""";
        var truth = answer.StartsWith('[') ? answer : $$$"""[{"f": { {{{answer}}} }}]""";
        return BfclReader.Read(
            new StringReader(question), kind.HasAnswers ? new StringReader($$$"""{"id": "{{{category}}}_0", "ground_truth": {{{truth}}}}""") : null, kind)[0];
    }

    /// <summary>The verdict on decoded calls given as JSON: null for right, else the error type.</summary>
    public static string? Verdict(BfclQuestion question, string calls)
    {
        var verdict = BfclChecker.Judge(question, FunctionCallDecoder.Take(PyJson.Read(calls).Value!));
        Assert.Equal(verdict.Valid, verdict.Message is null);
        return verdict.Valid ? null : verdict.ErrorType;
    }
}
