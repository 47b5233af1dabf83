using System.Collections.Immutable;
using ToolZero.Core.Data.Readers;
using ToolZero.Core.Prompts;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Data.Preparation;

/// <summary>The leaderboard's rows for what they ask: one whose answer is missing, or that has no single right one, asks its questions all the same.</summary>
/// <param name="whole">Reads rows with their answers.</param>
internal sealed class BfclQuestions(IRowReader whole) : IRowReader
{
    public IReadOnlyList<ToolTask> Read(JsonLine line)
    {
        try
        {
            return whole.Read(line);
        }
        catch (FieldException)
        {
            return Asked(line.Row);
        }
    }

    private static ImmutableArray<ToolTask> Asked(JsonField row)
    {
        var id = row.Require("id").AsText();
        ImmutableArray<ToolSchema> tools = [.. (row.Find("function")?.Items() ?? []).Select(f => new ToolSchema(f.Require("name").AsText(), "", []))];
        ImmutableArray<ToolTask> asked =
        [
            .. row.Require("question").Items().SelectMany(turn => turn.Items())
                .Where(message => message.Require("role").AsText() == RoleNames.Of(Role.User))
                .Select(message => new ToolTask(id, "question", tools, [new Message(Role.User, message.Require("content").AsText())], [])),
        ];
        return asked.IsEmpty ? throw row.Require("question").Error("nobody asks: a turn of the user is needed") : asked;
    }
}
