using System.Collections.Immutable;
using ToolZero.Core.Prompts;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Data.Readers;

/// <summary>
/// ToolACE (Liu et al. 2024): <c>system</c> holds instructions with the tools as one JSON list, <c>conversations</c> the turns as
/// <c>{from, value}</c>; an assistant's turn is prose, or one or a list of Python-style calls.
/// </summary>
internal sealed class ToolAceReader(TurnChoice choice) : IRowReader
{
    private readonly ToolCache _tools = new();

    public IReadOnlyList<ToolTask> Read(JsonLine line)
    {
        var row = line.Row;
        using var tools = ToolList.Find(row.Require("system"));
        var offered = tools.Field.Items().Select(tool => _tools.Read(tool, ToolSchemaJson.Read)).ToImmutableArray();
        var names = offered.Select(t => t.Name).ToArray();
        var turns = row.Require("conversations").Items().Select(turn => new DialogueTurn(ReadTurn(turn, names), turn)).ToImmutableArray();
        return DialogueTasks.Of(row, RowIds.Of(line), offered, turns, choice);
    }

    private static Message ReadTurn(JsonField turn, string[] names)
    {
        var from = turn.Require("from");
        var value = turn.Require("value");
        var role = ChatRoles.Find(from.AsText()) ?? throw from.Error($"unknown speaker \"{from.AsText()}\"");
        if (ChatRoles.OnlyCalls(from.AsText())) return ChatCalls.OnlyCalls(value);
        var text = value.AsText();
        if (role != Role.Assistant || !NamedCalls.LooksLikeCalls(text, names)) return new Message(role, text);
        var parse = NamedCalls.Parse(text, names);
        return parse.IsSuccess
            ? new Message(role, "") { Calls = parse.Calls }
            : throw value.Error($"the calls cannot be read: {parse.Error} at character {parse.Position}");
    }
}
