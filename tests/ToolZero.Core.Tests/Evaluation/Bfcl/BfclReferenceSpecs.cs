using ToolZero.Core.Evaluation.Bfcl;
using ToolZero.Core.Evaluation.Bfcl.Checking;
using ToolZero.Core.Evaluation.Bfcl.Decoding;
using ToolZero.Core.Evaluation.Bfcl.Scoring;
using ToolZero.Core.Evaluation.Python;

namespace ToolZero.Core.Tests.Evaluation.Bfcl;

[Trait("Category", "Golden")]
public sealed class BfclReferenceSpecs
{
    [SkippableFact]
    public void Reference_answers_pass_everywhere_but_in_the_six_entries_that_nothing_satisfies()
    {
        var wrong = BfclQuestions.ById.Values
            .Select(q => BfclJudgement.Of(q, BfclReference.Of(q), BfclJudgeSettings.Default))
            .Where(j => !j.Verdict.Valid)
            .ToDictionary(j => j.Question.Id, j => $"{j.Verdict.ErrorType}: {j.Verdict.Message}");
        Assert.Equal(3641, BfclQuestions.ById.Count);
        Assert.Equal(BfclReference.Unsatisfiable.Order(StringComparer.Ordinal), wrong.Keys.Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public void The_one_dictionary_whose_value_is_a_text_may_be_empty()
    {
        var question = BfclQuestions.ById["simple_java_64"];
        var call = Assert.Single(FunctionCallDecoder.Decode(BfclReference.Of(question).Result).Calls);
        var meta = KeyValuePair.Create<PyValue, PyValue>(new PyValue.Text("meta"), new PyValue.Text("new HashMap<>()"));
        Assert.True(call.Arguments.Has("meta"));
        Assert.True(BfclChecker.Judge(question, BfclDecoding.Of([call with { Arguments = PyMapping.From([.. call.Arguments.Entries, meta]) }])).Valid);
    }

    [SkippableFact]
    public void Every_question_and_answer_of_the_thirteen_categories_is_read()
    {
        var counts = BfclQuestions.ById.Values.GroupBy(q => q.Category.Name).ToDictionary(c => c.Key, c => (Questions: c.Count(), Answers: c.Count(q => !q.Answers.IsEmpty)));
        Assert.Equal(BfclCategories.All.Length, counts.Count);
        Assert.Equal(2501, counts.Values.Sum(c => c.Answers));
        Assert.Equal((400, 400), counts["simple_python"]);
        Assert.Equal((884, 0), counts["live_irrelevance"]);
    }
}
