using System.Text.Json;
using ToolZero.Core.Data.Rows;

namespace ToolZero.Core.Data.Readers;

/// <summary>The file of possible answers that lies beside a BFCL question file, by id. It is kept in memory: the leaderboard's have a few megabytes.</summary>
internal sealed class BfclAnswers
{
    private readonly string _file;
    private readonly Dictionary<string, JsonElement> _rows = new(StringComparer.Ordinal);

    /// <exception cref="DataException">The file is malformed.</exception>
    public BfclAnswers(string questionFile)
    {
        _file = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(questionFile))!, "possible_answer", Path.GetFileName(questionFile));
        if (!File.Exists(_file)) return;
        foreach (var row in DataRows.Read(_file))
        {
            if (row.Problem is { } problem) throw new DataException($"{row.Where.Where}: {problem}");
            try
            {
                _rows[row.Where.Row.Require("id").AsText()] = row.Where.Row.Json.Clone();
            }
            catch (FieldException e)
            {
                throw new DataException($"{row.Where.Where}: {e.Field}: {e.Reason}", e);
            }
        }
    }

    /// <summary>The row of answers to a question; complaints about it name its file.</summary>
    /// <exception cref="FieldException">There is none.</exception>
    public JsonField Of(JsonField id) => _rows.TryGetValue(id.AsText(), out var row)
        ? new JsonField(row, "possible_answer")
        : throw id.Error($"\"{id.AsText()}\" has no possible answer in {_file}");
}
