using System.Globalization;
using System.Text;
using ToolZero.Core.Evaluation.Bfcl.Decoding;
using ToolZero.Core.Evaluation.Python;
using ToolZero.Core.Json;

namespace ToolZero.Core.Evaluation.Bfcl.Scoring;

/// <summary>Score files in the leaderboard's layout: a line of counts, then one line for each wrong answer.</summary>
public static class BfclScoreFile
{
    /// <summary>The first line.</summary>
    public static string Header(BfclScore score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return string.Create(CultureInfo.InvariantCulture, $"{{\"accuracy\": {PyRepr.Of(new PyValue.Real(score.Accuracy))}, \"correct_count\": {score.Correct}, \"total_count\": {score.Total}}}");
    }

    /// <summary>The line of a wrong answer.</summary>
    /// <param name="judgement">The answer.</param>
    /// <param name="model">The model's name.</param>
    public static string Line(BfclJudgement judgement, string model)
    {
        ArgumentNullException.ThrowIfNull(judgement);
        ArgumentNullException.ThrowIfNull(model);
        var (question, row) = (judgement.Question, judgement.Row);
        var line = new JsonRow()
            .Text("id", row.Id)
            .Text("model_name", model)
            .Text("test_category", question.Category.Name)
            .Raw("valid", "false")
            .Value("error", new PyValue.Sequence([new PyValue.Text(judgement.Verdict.Message ?? "")]))
            .Text("error_type", judgement.Verdict.ErrorType ?? "")
            .Raw("prompt", question.Source.Question);
        var (result, decoding) = (row.Failure is null ? row.Result : new PyValue.Text(row.Failure), judgement.Decoding);
        if (!question.Category.HasAnswers) line.Value("model_result", result).Value("decoded_result", decoding.IsSuccess ? Decoded(decoding) : decoding.Other ?? PyValue.None);
        else if (decoding.IsSuccess) line.Value("model_result_raw", result).Value("model_result_decoded", Decoded(decoding));
        else if (decoding.Other is { } other) line.Text("model_result_raw", Shown(result)).Text("model_result_decoded", Shown(other));
        else line.Value("model_result_raw", result);
        if (question.Source.Answer is { } answer) line.Raw("possible_answer", answer);
        return line.ToString();
    }

    private static PyValue.Sequence Decoded(BfclDecoding decoding) =>
        new([.. decoding.Calls.Select(c => PyMapping.From([new(new PyValue.Text(c.Name), c.Arguments)]))]);

    /// <summary>As Python's <c>str</c>: what is no list of calls is kept as text.</summary>
    private static string Shown(PyValue value) => value is PyValue.Text text ? text.Value : PyRepr.Of(value);

    /// <summary>One JSON object, field by field.</summary>
    private sealed class JsonRow
    {
        private readonly StringBuilder _text = new("{");

        public JsonRow Text(string field, string value) => Value(field, new PyValue.Text(value));

        public JsonRow Value(string field, PyValue value) => Raw(field, PyJson.Write(value));

        public JsonRow Raw(string field, string json)
        {
            if (_text.Length > 1) _text.Append(", ");
            PythonJsonWriter.AppendString(_text, field);
            _text.Append(": ").Append(json);
            return this;
        }

        public override string ToString() => $"{_text}}}";
    }
}
