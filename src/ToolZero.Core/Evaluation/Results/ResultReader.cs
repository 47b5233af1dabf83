using ToolZero.Core.Data;
using ToolZero.Core.Evaluation.Python;

namespace ToolZero.Core.Evaluation.Results;

/// <summary>
/// Reads result files: JSON Lines of <c>{id, result}</c>, or <c>{id, calls}</c> with decoded calls, or <c>{id, raw}</c>. Whatever a model
/// wrote may stand in them: half surrogate pairs, NaN, keys written twice, answers of many megabytes.
/// </summary>
public static class ResultReader
{
    /// <summary>Longest line, in characters.</summary>
    public const int MaxLineLength = 64 * 1024 * 1024;

    /// <summary>The rows of a file in order, streamed.</summary>
    /// <exception cref="DataException">A line is not JSON or lacks a field: names file and line.</exception>
    public static IEnumerable<ResultRow> Read(string path) => ReadLines(path).Select(read => read.Row);

    /// <summary>The same, each row with the line that it stands on; blank lines are passed over.</summary>
    /// <exception cref="DataException">As of <see cref="Read"/>.</exception>
    public static IEnumerable<(string Line, ResultRow Row)> ReadLines(string path)
    {
        using var text = BoundedLineReader.Open(path);
        var reader = new BoundedLineReader(text, path, MaxLineLength);
        while (reader.Read() is { } line)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            var json = PyJson.Read(line, MaxLineLength);
            if (json.Value is not PyMapping row) throw new DataException($"{path}:{reader.Line}: {json.Error ?? "an object is expected"}; one result per line, {{\"id\": …, \"result\": …}}");
            var where = $"{path}:{reader.Line}";
            yield return (line, Row(row, where) with { Where = where, FunctionCalling = Flag(row, "fc"), UnderscoreToDot = Flag(row, "underscore_to_dot") });
        }
    }

    /// <summary>The files of results below a folder, or the one file that is named.</summary>
    /// <exception cref="DataException">There is none.</exception>
    public static IReadOnlyList<string> FilesOf(string path)
    {
        if (File.Exists(path)) return [path];
        if (!Directory.Exists(path)) throw new DataException($"{path}: no such file or folder; give a file of results or a folder with *_result.json files");
        var files = Directory.EnumerateFiles(path, "*_result.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        return files.Count > 0 ? files : throw new DataException($"{path}: holds no *_result.json file");
    }

    private static bool? Flag(PyMapping row, string field) => row.Find(field) is PyValue.Boolean flag ? flag.Value : null;

    private static ResultRow Row(PyMapping row, string where)
    {
        if (row.Find("id") is not PyValue.Text id) throw new DataException($"{where}: id: a text is expected");
        if (row.Find(ResultRow.FailureField) is PyValue.Text failure) return new ResultRow(id.Value, PyValue.None, failure.Value);
        if ((row.Find("result") ?? row.Find("raw")) is { } result) return new ResultRow(id.Value, result);
        return row.Find("calls") is { } calls
            ? new ResultRow(id.Value, calls, IsDecoded: true)
            : throw new DataException($"{where}: result: missing; expected result (what the model wrote) or calls (decoded)");
    }
}
