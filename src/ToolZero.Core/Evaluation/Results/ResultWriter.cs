using ToolZero.Core.Evaluation.Python;

namespace ToolZero.Core.Evaluation.Results;

/// <summary>Result files in the leaderboard's layout: one JSON object on a line.</summary>
public static class ResultWriter
{
    /// <summary>The line of a result.</summary>
    /// <param name="row">What the model answered, or why it did not.</param>
    /// <param name="more">Further fields: counts of tokens, reasoning.</param>
    public static string Line(ResultRow row, params IEnumerable<KeyValuePair<string, PyValue>> more)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(more);
        List<KeyValuePair<PyValue, PyValue>> fields = [Field("id", new PyValue.Text(row.Id)), Field(row.IsDecoded ? "calls" : "result", row.Result)];
        if (row.Failure is not null) fields.Add(Field(ResultRow.FailureField, new PyValue.Text(row.Failure)));
        fields.AddRange(more.Select(m => Field(m.Key, m.Value)));
        return PyJson.Write(PyMapping.From(fields));
    }

    private static KeyValuePair<PyValue, PyValue> Field(string name, PyValue value) => new(new PyValue.Text(name), value);
}
