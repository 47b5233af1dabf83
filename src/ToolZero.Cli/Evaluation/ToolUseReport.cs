using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ToolZero.Actors.Hosting;
using ToolZero.Core.Calls;
using ToolZero.Core.Charts;
using ToolZero.Core.Data;
using ToolZero.Core.Evaluation.Python;
using ToolZero.Core.Evaluation.Results;
using ToolZero.Core.Evaluation.ToolUse;
using ToolZero.Core.Formats;

namespace ToolZero.Cli.Evaluation;

/// <summary>Function and parameter F1 of a file of answers, whole and by category.</summary>
internal sealed record ToolUseReport(ToolUseScore Total, ImmutableSortedDictionary<string, ToolUseScore> ByCategory, ImmutableArray<string> Wrong)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private static readonly JsonSerializerOptions Line = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads and counts the answers to some tasks.</summary>
    public static ToolUseReport Of(string file, ImmutableArray<ToolTask> tasks, ICallFormat format)
    {
        var byId = tasks.ToDictionary(t => t.Id, StringComparer.Ordinal);
        var total = ToolUseScore.Empty;
        var categories = new SortedDictionary<string, ToolUseScore>(StringComparer.Ordinal);
        var wrong = ImmutableArray.CreateBuilder<string>();
        foreach (var row in ResultReader.Read(file))
        {
            if (!byId.TryGetValue(row.Id, out var task)) continue;
            var calls = row.Failure is null && row.Result is PyValue.Text text ? format.Read(text.Value).Calls : null;
            var exact = total.Exact;
            total = total.Add(task.Reference, calls);
            categories[task.Category] = categories.GetValueOrDefault(task.Category, ToolUseScore.Empty).Add(task.Reference, calls);
            if (total.Exact == exact) wrong.Add(WrongLine(task, row, calls));
        }

        return new ToolUseReport(total, categories.ToImmutableSortedDictionary(StringComparer.Ordinal), wrong.ToImmutable());
    }

    public void Write(TextWriter to)
    {
        to.WriteLine($"{"category",-20} {"tasks",6} {"exact",8} {"readable",9}   {"function P",10} {"R",8} {"F1",8}   {"parameter P",11} {"R",8} {"F1",8}");
        foreach (var (category, score) in ByCategory) to.WriteLine(Row(category, score));
        to.WriteLine(Row("all", Total));
    }

    public string ToJson(string model) => JsonSerializer.Serialize(new { model, all = Numbers(Total), categories = ByCategory.ToDictionary(c => c.Key, c => Numbers(c.Value)) }, Json);

    /// <summary>A line of counts, then a line for each answer that is not exactly the reference.</summary>
    public void WriteWrong(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, to =>
        {
            to.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(Numbers(Total), Line) + "\n"));
            foreach (var line in Wrong) to.Write(Encoding.UTF8.GetBytes(line + "\n"));
        });
    }

    private static string WrongLine(ToolTask task, ResultRow row, CallParse? calls) => PyJson.Write(PyMapping.From(
    [
        Field("id", task.Id),
        Field("category", task.Category),
        Field("reference", PythonCallFormatter.Format(task.Reference)),
        Field("calls", calls is { IsSuccess: true } ? PythonCallFormatter.Format(calls.Calls) : $"none: {calls?.Error ?? row.Failure}"),
        new(new PyValue.Text("result"), row.Result),
    ]));

    private static KeyValuePair<PyValue, PyValue> Field(string name, string value) => new(new PyValue.Text(name), new PyValue.Text(value));

    private static object Numbers(ToolUseScore score) => new
    {
        answers = score.Answers,
        exact = Share(score.Exact, score),
        readable = Share(score.Readable, score),
        functionPrecision = score.Functions.Precision,
        functionRecall = score.Functions.Recall,
        functionF1 = score.Functions.F1,
        parameterPrecision = score.Parameters.Precision,
        parameterRecall = score.Parameters.Recall,
        parameterF1 = score.Parameters.F1,
    };

    private static string Row(string name, ToolUseScore s) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-20} {s.Answers,6} {Figures.Percent(Share(s.Exact, s)),8} {Figures.Percent(Share(s.Readable, s)),9}   {Figures.Percent(s.Functions.Precision),10} {Figures.Percent(s.Functions.Recall),8} {Figures.Percent(s.Functions.F1),8}   {Figures.Percent(s.Parameters.Precision),11} {Figures.Percent(s.Parameters.Recall),8} {Figures.Percent(s.Parameters.F1),8}");

    private static double Share(int count, ToolUseScore score) => score.Answers == 0 ? 0 : (double)count / score.Answers;
}
