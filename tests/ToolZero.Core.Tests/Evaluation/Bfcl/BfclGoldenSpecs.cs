using ToolZero.Core.Evaluation.Bfcl;
using ToolZero.Core.Evaluation.Bfcl.Checking;
using ToolZero.Core.Evaluation.Bfcl.Decoding;
using ToolZero.Core.Evaluation.Python;
using ToolZero.Tests.Shared;

namespace ToolZero.Core.Tests.Evaluation.Bfcl;

/// <summary>Every verdict and every error type of the official checker.</summary>
[Trait("Category", "Golden")]
public sealed class BfclGoldenSpecs
{
    [SkippableFact]
    public void Real_outputs_are_judged_from_their_raw_text_as_officially() => CheckAll("golden/bfcl_real_outputs.jsonl", 4210, row =>
    {
        var question = BfclQuestions.ById[Text(row, "id")];
        var raw = row.Find("raw")!;
        var decoding = Flag(row, "fc") ? FunctionCallDecoder.Decode(raw) : PromptedDecoder.Decode(((PyValue.Text)raw).Value, question.Category.Language);
        return Compare(row, BfclChecker.Judge(question, decoding, Flag(row, "underscore_to_dot")));
    });

    [SkippableFact]
    public void Real_outputs_are_judged_from_their_calls_as_officially() => CheckAll("golden/bfcl_real_outputs.jsonl", 4210, row => Compare(row, BfclChecker.Judge(
        BfclQuestions.ById[Text(row, "id")], FunctionCallDecoder.Take(row.Find("calls")!), Flag(row, "underscore_to_dot"))));

    [SkippableFact]
    public void Raw_text_is_decoded_to_the_official_calls() => CheckAll("golden/bfcl_real_outputs.jsonl", 4210, row =>
    {
        var question = BfclQuestions.ById[Text(row, "id")];
        var raw = row.Find("raw")!;
        var decoding = Flag(row, "fc") ? FunctionCallDecoder.Decode(raw) : PromptedDecoder.Decode(((PyValue.Text)raw).Value, question.Category.Language);
        var expected = FunctionCallDecoder.Take(row.Find("calls")!);
        var same = decoding.IsSuccess == expected.IsSuccess && Shown(decoding) == Shown(expected);
        return same ? null : $"decoded {Shown(decoding)} ({decoding.Error}), expected {Shown(expected)}";
    });

    [SkippableFact]
    public void Mutated_answers_are_judged_as_officially() => CheckAll("golden/bfcl_mutations.jsonl", 9893, row => Compare(row, BfclChecker.Judge(
        BfclQuestions.ById[Text(row, "id")], FunctionCallDecoder.Take(row.Find("calls")!))));

    private static void CheckAll(string file, int least, Func<PyMapping, string?> check)
    {
        var (rows, wrong) = (0, new List<string>());
        foreach (var line in File.ReadLines(SharedData.Require(file)))
        {
            var row = (PyMapping)PyJson.Read(line).Value!;
            rows++;
            if (check(row) is { } difference) wrong.Add($"{Text(row, "id")}: {difference}");
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {rows} rows differ:\n{string.Join('\n', wrong.Take(20))}");
        if (Environment.GetEnvironmentVariable("TOOLZERO_GOLDEN") is null) Assert.Equal(least, rows);
        else Assert.NotEqual(0, rows);
    }

    /// <summary>
    /// The files hold the checker's own error type: none for irrelevance and relevance, where the runner names it, and in the mutations none for
    /// a right answer.
    /// </summary>
    private static string? Compare(PyMapping row, BfclVerdict verdict)
    {
        var expected = row.Find("error_type") is PyValue.Text text ? text.Value : null;
        var isMutation = row.Has("kind");
        var actual = (isMutation && verdict.Valid) || !BfclQuestions.ById[Text(row, "id")].Category.HasAnswers ? null : verdict.ErrorType;
        return verdict.Valid == Flag(row, "valid") && actual == expected
            ? null
            : $"{(verdict.Valid ? "right" : "wrong")} {actual} ({verdict.Message}), expected {(Flag(row, "valid") ? "right" : "wrong")} {expected}";
    }

    private static string Shown(BfclDecoding decoding) =>
        string.Join(", ", decoding.Calls.Select(c => $"{c.Name} {PyJson.Write(c.Arguments)}"));

    private static string Text(PyMapping row, string field) => ((PyValue.Text)row.Find(field)!).Value;

    private static bool Flag(PyMapping row, string field) => row.Find(field) is PyValue.Boolean { Value: true };
}
