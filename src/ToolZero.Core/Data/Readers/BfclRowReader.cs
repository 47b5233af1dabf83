using System.Text.Json;
using ToolZero.Core.Calls;
using ToolZero.Core.Evaluation.Bfcl;
using ToolZero.Core.Evaluation.Bfcl.Scoring;
using ToolZero.Core.Evaluation.Python;

namespace ToolZero.Core.Data.Readers;

/// <summary>
/// Berkeley Function Calling Leaderboard: a question becomes a task whose reference is its first possible answer; a dialogue of several turns becomes
/// one task for each turn. For looking at and for finding overlap: who trains on it cannot be measured by it.
/// </summary>
internal sealed class BfclRowReader(string file) : IRowReader
{
    private readonly BfclAnswers _answers = new(file);
    private readonly BfclDialogueReader _dialogues = new(file);

    public IReadOnlyList<ToolTask> Read(JsonLine line)
    {
        var row = line.Row;
        var id = row.Require("id");
        if (row.Find("involved_classes") is { } classes) return _dialogues.Read(row, classes, _answers.Of(id));
        var category = BfclCategories.OfId(id.AsText()) ?? throw id.Error($"\"{id.AsText()}\" belongs to no category of the leaderboard");
        if (category.Kind == BfclKind.Relevance) throw row.Error("any call is right, so that there is no reference");
        JsonField? answer = category.HasAnswers ? _answers.Of(id) : null;
        var question = BfclReader.Read(row, category, answer);
        var task = question.Task with { Reference = [.. BfclReference.Calls(question).Select(Call)] };
        return TaskCheck.Problem(task) is { } problem ? throw row.Error(problem) : [task];
    }

    private static ToolCall Call(BfclCall call)
    {
        using var json = JsonDocument.Parse(PyJson.Write(call.Arguments));
        return new ToolCall(call.Name, ToolTaskJson.ReadArguments(new JsonField(json.RootElement, "possible_answer")));
    }
}
