using System.Collections.Immutable;
using ToolZero.Core.Calls;
using ToolZero.Core.Prompts;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Data.Readers;

/// <summary>A turn of a dialogue and where it stands in its row.</summary>
/// <param name="Message">What is said.</param>
/// <param name="Field">Where.</param>
/// <param name="IsHistory">The row says that nobody is to learn it: later turns see it, and it is no task.</param>
internal readonly record struct DialogueTurn(Message Message, JsonField Field, bool IsHistory = false);

/// <summary>Makes a task of each chosen turn of the assistant: what was said before is the dialogue, the turn itself is what is right.</summary>
internal static class DialogueTasks
{
    /// <summary>Most turns of one row: every task of it holds all that came before.</summary>
    public const int MaxTurns = 1000;

    /// <param name="row">The row, for complaints.</param>
    /// <param name="id">Of the row; a dialogue with several tasks numbers them.</param>
    /// <param name="tools">Offered from the beginning.</param>
    /// <param name="turns">All turns.</param>
    /// <param name="choice">Which become tasks.</param>
    /// <exception cref="FieldException">A task could not be used.</exception>
    public static IReadOnlyList<ToolTask> Of(JsonField row, string id, ImmutableArray<ToolSchema> tools, ImmutableArray<DialogueTurn> turns, TurnChoice choice)
    {
        if (turns.Length > MaxTurns) throw row.Error($"more than {MaxTurns} turns");
        foreach (var turn in turns)
            if (IsEmpty(turn.Message)) throw turn.Field.Error("the assistant neither speaks nor calls");
        var messages = turns.Select(t => t.Message).ToImmutableArray();
        var chosen = Enumerable.Range(0, turns.Length).Where(i => !turns[i].IsHistory && IsChosen(messages, i, choice)).ToList();
        if (chosen.Count == 0) throw row.Error("no turn of the assistant that answers a user");
        return [.. chosen.Select(i => Task(row, chosen.Count == 1 ? id : $"{id}#{i}", tools, messages[..i], messages[i], turns[i].Field))];
    }

    /// <summary>One task, checked; <paramref name="where"/> is the field that holds the answer.</summary>
    /// <inheritdoc cref="Of" path="/exception"/>
    public static ToolTask Task(JsonField row, string id, ImmutableArray<ToolSchema> tools, ImmutableArray<Message> dialogue, Message answer, JsonField where)
    {
        var earlier = dialogue.Any(m => m.Role == Role.Tool || !m.Calls.IsEmpty);
        var task = new ToolTask(
            id, Category(answer.Calls, tools.Length, earlier), tools, dialogue, answer.Calls, earlier, answer.Content.Length > 0 ? answer.Content : null);
        if (TaskCheck.ToolsProblem(task) is { } twice) throw row.Error(twice);
        if (dialogue.All(m => m.Role != Role.User)) throw row.Error("nobody asks: a turn of the user is needed");
        return TaskCheck.CallsProblem(task) is { } problem ? throw where.Error(problem) : task;
    }

    /// <summary>What kind of task it is, for metrics.</summary>
    public static string Category(ImmutableArray<ToolCall> calls, int tools, bool earlierToolTurn) =>
        calls.IsEmpty ? "no-call"
        : earlierToolTurn ? "multi-turn"
        : calls.Length == 1 ? (tools == 1 ? "simple" : "multiple")
        : tools == 1 ? "parallel" : "parallel-multiple";

    /// <summary>Nothing said and nothing called is no answer: as a task it would teach not to call.</summary>
    private static bool IsEmpty(Message turn) => turn is { Role: Role.Assistant, Calls.IsEmpty: true } && string.IsNullOrWhiteSpace(turn.Content);

    private static bool IsChosen(ImmutableArray<Message> turns, int i, TurnChoice choice)
    {
        if (turns[i].Role != Role.Assistant || i == 0) return false;
        if (choice == TurnChoice.All || !turns[i].Calls.IsEmpty) return true;
        return choice == TurnChoice.Questions && turns[i - 1].Role == Role.User;
    }
}
