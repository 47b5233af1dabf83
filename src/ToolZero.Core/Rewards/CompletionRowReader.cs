using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Data.Rows;
using ToolZero.Core.Formats;
using ToolZero.Core.Json;
using ToolZero.Core.Rewards.ToolRl;

namespace ToolZero.Core.Rewards;

/// <summary>
/// Reads rows of completions: the completion as <c>completion</c> or <c>response</c>; what is right as <c>ground_truth</c> (ToolRL's text),
/// <c>answer</c> (a JSON list of calls, or a text that holds one), <c>task</c> (an own row) or <c>reference</c> (calls as in own rows), the last with
/// <c>earlier_tool_turn</c> where it matters. JSON is what Python's <c>json</c> reads and writes: a completion is what a model wrote, halves of
/// surrogate pairs included, and NaN beside it is somebody's measurement.
/// </summary>
internal static class CompletionRowReader
{
    /// <exception cref="DataException">The file cannot be read, or a row is not what it must be: file, line, field and reason.</exception>
    public static IEnumerable<CompletionRow> Read(string file)
    {
        foreach (var row in DataRows.Raw(file))
        {
            var where = $"{file}:{row.Line}";
            yield return row.Problem is { } problem ? throw new DataException($"{where}: {problem}") : Located(where, row);
        }
    }

    private static CompletionRow Located(string where, RawRow row)
    {
        try
        {
            return Read(where, row);
        }
        catch (FieldException e)
        {
            throw new DataException($"{where}: {e.Field}: {e.Reason}", e);
        }
    }

    private static CompletionRow Read(string where, RawRow raw)
    {
        var row = Parsed(where, raw);
        var completion = Text(row, "completion") ?? Text(row, "response") ?? throw new FieldException("completion", "missing");
        var id = Find(row, "id") switch
        {
            null => raw.Line.ToString(CultureInfo.InvariantCulture),
            CallValue.Text text => text.Value,
            { } other => PythonJsonWriter.Write(other),
        };
        if (Text(row, "ground_truth") is { } truth)
        {
            var reference = Told("ground_truth", () => ToolRlReference.Parse(truth));
            return new CompletionRow(where, id, completion, Named("ground_truth", ReferenceTasks.Of(reference)), reference);
        }

        if (Find(row, "answer") is { } answer)
        {
            var list = (answer as CallValue.Text)?.Value ?? PythonJsonWriter.Write(answer);
            return new CompletionRow(where, id, completion, Named("answer", Told("answer", () => ReferenceTasks.OfCallList(list))), null);
        }

        if (Find(row, "task") is { } task) return new CompletionRow(where, id, completion, Named("task", Strictly(task, "task", field => ToolTaskJson.Read(field))), null);
        if (Find(row, "reference") is not { } calls) throw new FieldException("ground_truth", "missing, and so are answer, task and reference");
        var right = calls is CallValue.Text { Value.Length: 0 } ? [] : Strictly(calls, "reference", ToolTaskJson.ReadCalls);
        var isLater = Find(row, "earlier_tool_turn") switch
        {
            null => false,
            CallValue.Boolean flag => flag.Value,
            _ => throw new FieldException("earlier_tool_turn", "expected true or false"),
        };
        return new CompletionRow(where, id, completion, Named("reference", ReferenceTasks.Of(right, isLater)), null);
    }

    private static CallValue.Mapping Parsed(string where, RawRow row)
    {
        if (!Utf8.IsValid(row.Json.Span)) throw new DataException($"{where}: not UTF-8 text");
        var json = PythonJsonReader.Parse(Encoding.UTF8.GetString(row.Json.Span), RowStream.MaxRow);
        if (!json.IsSuccess) throw new DataException($"{where}: malformed JSON: {json.Error} at character {json.Position}");
        return json.Value as CallValue.Mapping ?? throw new DataException($"{where}: row: expected an object");
    }

    private static CallValue? Find(CallValue.Mapping row, string field) => JsonCalls.Find(row, field) is { } value and not CallValue.Null ? value : null;

    private static string? Text(CallValue.Mapping row, string field) => Find(row, field) switch
    {
        null => null,
        CallValue.Text text => text.Value,
        _ => throw new FieldException(field, "expected a string"),
    };

    /// <summary>What own rows hold is read as they are: what is right is a value that JSON can carry.</summary>
    private static T Strictly<T>(CallValue value, string field, Func<JsonField, T> read)
    {
        try
        {
            using var json = JsonDocument.Parse(PythonJsonWriter.Write(value));
            return read(new JsonField(json.RootElement, field));
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new FieldException(field, $"holds NaN, an infinity, half of a surrogate pair or deeper brackets than JSON may: {e.Message}");
        }
    }

    /// <summary>A function whose name is nothing but separators has no token, and nothing could be held against it.</summary>
    private static ToolTask Named(string field, ToolTask task) => task.Reference.FirstOrDefault(call => TokenSets.Literal(call.Name).Count == 0) is { } nameless
        ? throw new FieldException(field, $"calls \"{nameless.Name}\", which is no name of a function")
        : task;

    private static T Told<T>(string field, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DataException e)
        {
            throw new FieldException(field, e.Message);
        }
    }
}
