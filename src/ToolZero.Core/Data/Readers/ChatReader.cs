using System.Collections.Immutable;
using System.Text.Json;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Data.Readers;

/// <summary>
/// Chat with tools: OpenAI's <c>messages</c> with <c>tool_calls</c>, Hermes' and Qwen's with <c>&lt;tool_call&gt;</c> blocks, LLaMA-Factory's
/// <c>conversations</c> as <c>{from, value}</c>, ms-swift's with turns of calls. Tools are a field (<c>tools</c>, the older <c>functions</c>), a text that
/// holds JSON, or stand in <c>&lt;tools&gt;</c> of the system turn.
/// </summary>
internal sealed class ChatReader(TurnChoice choice) : IRowReader
{
    private readonly ToolCache _tools = new();

    public IReadOnlyList<ToolTask> Read(JsonLine line)
    {
        var row = line.Row;
        var list = row.Find("messages") ?? row.Find("conversations") ?? throw new FieldException("messages", "missing, and conversations as well");
        var turns = list.Items();
        if (turns.Count > DialogueTasks.MaxTurns) throw row.Error($"more than {DialogueTasks.MaxTurns} turns");
        var system = row.Find("system");
        using var tools = Tools(row, system, turns);
        var offered = tools.Field.Items().Select(tool => _tools.Read(tool, ToolSchemaJson.Read)).ToImmutableArray();
        return DialogueTasks.Of(row, RowIds.Of(line), offered, ChatTurns.Read(system, turns), choice);
    }

    private static EmbeddedJson Tools(JsonField row, JsonField? system, List<JsonField> turns)
    {
        var (tools, functions) = (row.Find("tools"), row.Find("functions"));
        if (tools is not null && functions is { } both) throw both.Error("there are tools as well: which of the two are offered?");
        if ((tools ?? functions) is { } field) return EmbeddedJson.Of(field);
        foreach (var content in turns.Select(ChatTurns.ContentOf).Prepend(system).OfType<JsonField>())
            if (content.Kind == JsonValueKind.String && ToolsBlock.Find(content.AsText()) is { } block) return block.Read(content);
        throw new FieldException("tools", "missing, and no turn lists them in <tools>");
    }
}
