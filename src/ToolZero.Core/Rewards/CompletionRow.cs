using System.Text.Json;
using ToolZero.Core.Data;
using ToolZero.Core.Rewards.ToolRl;

namespace ToolZero.Core.Rewards;

/// <summary>A completion made elsewhere and what it is held against.</summary>
/// <param name="Id">The row's id, or its line.</param>
/// <param name="Completion">The text.</param>
/// <param name="Task">The reference as a task.</param>
/// <param name="GroundTruth">The reference as ToolRL's data has it; null where the row has none.</param>
public sealed record CompletionRow(string Id, string Completion, ToolTask Task, ToolRlReference? GroundTruth)
{
    /// <summary>
    /// Streams the rows of a file: the completion as <c>completion</c> or <c>response</c>; what is right as <c>ground_truth</c> (ToolRL's text),
    /// <c>answer</c> (a JSON list of calls, or a text that holds one), <c>task</c> (an own row) or <c>reference</c> (calls as in own rows), the last with
    /// <c>earlier_tool_turn</c> where it matters.
    /// </summary>
    /// <exception cref="DataException">The file cannot be read, or a row is not what it must be: file, line, field and reason.</exception>
    public static IEnumerable<CompletionRow> Read(string file)
    {
        foreach (var row in Data.Rows.DataRows.Read(file))
        {
            if (row.Problem is { } problem) throw new DataException($"{row.Where.Where}: {problem}");
            yield return Located(row.Where);
        }
    }

    /// <summary>The score by a rule: ToolRL's reads its own ground truth where there is one.</summary>
    public RewardScore Score(IReward rule) => rule is ToolRlReward toolRl && GroundTruth is { } reference ? toolRl.Score(Task, reference, Completion) : rule?.Score(Task, Completion)
        ?? throw new ArgumentNullException(nameof(rule));

    private static CompletionRow Located(JsonLine line)
    {
        try
        {
            return Read(line);
        }
        catch (FieldException e)
        {
            throw new DataException($"{line.Where}: {e.Field}: {e.Reason}", e);
        }
    }

    private static CompletionRow Read(JsonLine line)
    {
        var row = line.Row;
        var completion = (row.Find("completion") ?? row.Find("response") ?? throw new FieldException("completion", "missing")).AsText();
        var id = row.Find("id") is { } given ? (given.Kind == JsonValueKind.String ? given.AsText() : given.Json.GetRawText()) : $"{line.Line}";
        if (row.Find("ground_truth") is { } truth)
        {
            var reference = Told(truth, () => ToolRlReference.Parse(truth.AsText()));
            return new CompletionRow(id, completion, ReferenceTasks.Of(reference), reference);
        }

        if (row.Find("answer") is { } answer)
        {
            var text = answer.Kind == JsonValueKind.String ? answer.AsText() : answer.Json.GetRawText();
            return new CompletionRow(id, completion, Told(answer, () => ReferenceTasks.OfCallList(text)), null);
        }

        if (row.Find("task") is { } task) return new CompletionRow(id, completion, ToolTaskJson.Read(task), null);
        if (row.Find("reference") is not { } calls) throw new FieldException("ground_truth", "missing, and so are answer, task and reference");
        var isEmpty = calls.Kind == JsonValueKind.String && calls.AsText().Length == 0;
        return new CompletionRow(
            id, completion, ReferenceTasks.Of(isEmpty ? [] : ToolTaskJson.ReadCalls(calls), row.Find("earlier_tool_turn")?.AsBoolean() ?? false), null);
    }

    private static T Told<T>(JsonField field, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DataException e)
        {
            throw field.Error(e.Message);
        }
    }
}
