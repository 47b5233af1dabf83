using ToolZero.Core.Data;
using ToolZero.Core.Evaluation.Bfcl;
using ToolZero.Core.Evaluation.Bfcl.Scoring;
using ToolZero.Core.Evaluation.Python;
using ToolZero.Core.Evaluation.Results;

namespace ToolZero.Core.Tests.Evaluation.Bfcl;

public sealed class BfclScoringSpecs : IDisposable
{
    private static readonly BfclQuestion Asked = Question.Of("simple_python", "\"a\": {\"type\": \"integer\"}", "\"a\": [1]", "\"a\"");

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Summaries_are_weighted_as_on_the_leaderboard()
    {
        int[] correct = [200, 10, 40, 150, 100, 50, 120, 129, 351, 4, 6, 442, 8];
        int[] total = [400, 100, 50, 200, 200, 200, 240, 258, 1053, 16, 24, 884, 16];
        var summary = new BfclSummary([.. BfclCategories.All.Select((c, i) => new BfclScore(c, correct[i], total[i]))]);
        Assert.Equal((0.5 + 0.1 + 0.8) / 3, summary.Simple!.Value, 12);
        Assert.Equal((summary.Simple.Value + 0.75 + 0.5 + 0.25) / 4, summary.NonLive!.Value, 12);
        Assert.Equal((129 + 351 + 4 + 6) / 1351.0, summary.Live!.Value, 12);
        Assert.Equal(0.5, summary.Irrelevance!.Value, 12);
        Assert.Equal(0.5, summary.Relevance);
        Assert.Equal((summary.NonLive.Value + summary.Live.Value + 0.5) / 3, summary.SingleTurn!.Value, 12);
    }

    [Fact]
    public void A_summary_that_lacks_a_category_is_not_given()
    {
        var summary = new BfclSummary([new BfclScore(BfclCategories.Find("multiple")!, 1, 2), new BfclScore(BfclCategories.Find("live_relevance")!, 1, 2)]);
        Assert.Equal((null, null, null, null, 0.5), (summary.Simple, summary.NonLive, summary.Live, summary.SingleTurn, summary.Relevance));
    }

    [Theory]
    [InlineData("""{"id": "x", "result": "f(a=1)"}""", true)]
    [InlineData("""{"id": "x", "result": "f(a=2)"}""", false)]
    [InlineData("""{"id": "x", "result": "f(a=1)", "fc": true}""", false)]
    [InlineData("""{"id": "x", "result": [{"f": "{\"a\": 1}"}]}""", true)]
    [InlineData("""{"id": "x", "result": [{"f": {"a": 1}}]}""", true)]
    [InlineData("""{"id": "x", "calls": [{"f": {"a": 1}}]}""", true)]
    [InlineData("""{"id": "x", "calls": null}""", false)]
    [InlineData("""{"id": "x", "raw": "f(a=1)"}""", true)]
    [InlineData("""{"id": "x", "result": []}""", false)]
    public void A_row_holds_text_or_calls_in_either_form(string line, bool right) => Assert.Equal(right, Judged(line).Verdict.Valid);

    [Fact]
    public void A_question_without_an_answer_is_wrong_even_where_no_call_is_right()
    {
        File.WriteAllText(_file, """{"id": "x", "result": "", "inference_error": "the prompt is too long"}""");
        var row = Assert.Single(ResultReader.Read(_file));
        var judgement = BfclJudgement.Of(Question.Of("irrelevance", "\"a\": {\"type\": \"integer\"}", ""), row, BfclJudgeSettings.Default);
        Assert.Equal((false, BfclErrors.NoAnswer, "the prompt is too long"), (judgement.Verdict.Valid, judgement.Verdict.ErrorType, judgement.Verdict.Message));
    }

    [Theory]
    [InlineData("[]", ":1: an object is expected")]
    [InlineData("{\"id\": 5}", ":1: id: a text is expected")]
    [InlineData("{\"id\": \"x\"}", ":1: result: missing")]
    [InlineData("\n{\"id\": ", ":2: value expected")]
    public void A_malformed_row_names_file_and_line(string text, string expected)
    {
        File.WriteAllText(_file, text);
        var error = Assert.Throws<DataException>(() => ResultReader.Read(_file).ToList());
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_text_survives_a_result_file()
    {
        var text = new PyValue.Text("half \ud800 pair, \"quotes\", \u0001, 😀\n");
        var row = new ResultRow("x", new PyValue.Sequence([text, new PyValue.Real(double.NaN), new PyValue.Integer(5), new PyValue.Real(5)]));
        File.WriteAllText(_file, ResultWriter.Line(row, KeyValuePair.Create<string, PyValue>("output_token_count", new PyValue.Integer(3))));
        var read = (PyValue.Sequence)Assert.Single(ResultReader.Read(_file)).Result;
        Assert.Equal(text, read.Items[0]);
        Assert.Equal([PyKind.Text, PyKind.Real, PyKind.Integer, PyKind.Real], read.Items.Select(i => i.Kind));
    }

    [Fact]
    public void A_score_file_has_counts_first_and_then_the_wrong_answers()
    {
        Assert.Equal("{\"accuracy\": 0.25, \"correct_count\": 1, \"total_count\": 4}", BfclScoreFile.Header(new BfclScore(Asked.Category, 1, 4)));
        var line = (PyMapping)PyJson.Read(BfclScoreFile.Line(Judged("""{"id": "x", "result": "f(a=2)"}"""), "m")).Value!;
        string[] fields = ["id", "model_name", "test_category", "valid", "error", "error_type", "prompt", "model_result_raw", "model_result_decoded", "possible_answer"];
        Assert.Equal(fields, line.Entries.Select(e => ((PyValue.Text)e.Key).Value));
        Assert.Equal("[{\"f\": {\"a\": 2}}]", PyJson.Write(line.Find("model_result_decoded")!));
        Assert.Equal(PyKind.Mapping, line.Find("prompt")!.Kind);
    }

    [Fact]
    public void A_score_line_holds_what_was_decoded_only_where_something_was()
    {
        Assert.Null(Line("""{"id": "x", "result": "f(a="}""").Find("model_result_decoded"));
        Assert.Equal("f(a=", ((PyValue.Text)Line("""{"id": "x", "result": "f(a="}""").Find("model_result_raw")!).Value);

        // The official files keep what has the wrong format as text.
        var wrong = Line("""{"id": "x", "result": [{"f": "[1]"}]}""");
        Assert.Equal(["[{'f': '[1]'}]", "[{'f': [1]}]"], new[] { "model_result_raw", "model_result_decoded" }.Select(field => ((PyValue.Text)wrong.Find(field)!).Value));

        var irrelevant = BfclJudgement.Of(Question.Of("live_relevance", "\"a\": {\"type\": \"integer\"}", ""), Assert.Single(ResultReader.Read(_file)), new BfclJudgeSettings());
        Assert.Equal("[{\"f\": [1]}]", PyJson.Write(((PyMapping)PyJson.Read(BfclScoreFile.Line(irrelevant, "m")).Value!).Find("decoded_result")!));

        PyMapping Line(string result) => (PyMapping)PyJson.Read(BfclScoreFile.Line(Judged(result), "m")).Value!;
    }

    private BfclJudgement Judged(string line)
    {
        File.WriteAllText(_file, line);
        return BfclJudgement.Of(Asked, Assert.Single(ResultReader.Read(_file)), BfclJudgeSettings.Default);
    }
}
