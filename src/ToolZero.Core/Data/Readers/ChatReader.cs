using System.Collections.Immutable;
using System.Text.Json;
using ToolZero.Core.Calls;
using ToolZero.Core.Formats;
using ToolZero.Core.Prompts;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Data.Readers;

/// <summary>
/// Chat with tools: OpenAI's <c>messages</c> with <c>tool_calls</c>, and Hermes' <c>conversations</c> as <c>{from, value}</c> with
/// <c>&lt;tool_call&gt;</c> blocks. Tools are a field, a text that holds JSON, or stand in <c>&lt;tools&gt;</c> of the system turn.
/// </summary>
internal sealed class ChatReader(TurnChoice choice) : IRowReader
{
    private const string ToolsOpen = "<tools>";

    private readonly ToolCache _tools = new();

    public IReadOnlyList<ToolTask> Read(JsonLine line)
    {
        var row = line.Row;
        var list = row.Find("messages") ?? row.Find("conversations") ?? throw new FieldException("messages", "missing, and conversations as well");
        var turns = list.Items();
        using var tools = Tools(row, turns);
        var offered = tools.Field.Items().Select(tool => _tools.Read(tool, ToolSchemaJson.Read)).ToImmutableArray();
        return DialogueTasks.Of(row, RowIds.Of(line), offered, [.. turns.Select(turn => new DialogueTurn(ReadTurn(turn), turn)).Where(turn => !IsToolList(turn.Message))], choice);
    }

    private static EmbeddedJson Tools(JsonField row, List<JsonField> turns)
    {
        if (row.Find("tools") is { } field) return EmbeddedJson.Of(field);
        foreach (var turn in turns)
            if (ContentOf(turn) is { } content && content.Kind == JsonValueKind.String && content.AsText().Contains(ToolsOpen, StringComparison.Ordinal)) return ToolList.Find(content);
        throw new FieldException("tools", "missing, and no turn lists them in <tools>");
    }

    /// <summary>A system turn that does nothing but list tools is the prompt format's business.</summary>
    private static bool IsToolList(Message turn) => turn.Role == Role.System && turn.Content.Contains(ToolsOpen, StringComparison.Ordinal);

    private static Message ReadTurn(JsonField turn)
    {
        var speaker = turn.Find("role") ?? turn.Require("from");
        var role = ChatRoles.Find(speaker.AsText()) ?? throw speaker.Error($"unknown speaker \"{speaker.AsText()}\"");
        var text = ContentOf(turn) is { } content ? TextOf(content) : "";
        if (role == Role.Tool) return new Message(role, HermesTurn.Unwrap(text));
        if (role != Role.Assistant) return new Message(role, text);
        if (turn.Find("tool_calls") is { } calls) return new Message(role, text) { Calls = [.. calls.Items().Select(ReadCall)], Reasoning = turn.TextOr("reasoning_content", "") };
        return text.Contains(TagBlocks.CallOpen, StringComparison.Ordinal)
            ? HermesTurn.Read(text, out var error) ?? throw ContentOf(turn)!.Value.Error($"the calls cannot be read: {error}")
            : new Message(role, text) { Reasoning = turn.TextOr("reasoning_content", "") };
    }

    private static JsonField? ContentOf(JsonField turn) => turn.Find("content") ?? turn.Find("value");

    /// <summary>A text, or the parts of one.</summary>
    private static string TextOf(JsonField content) => content.Kind == JsonValueKind.Array
        ? string.Concat(content.Items().Select(part => part.Require("text").AsText()))
        : content.AsText();

    private static ToolCall ReadCall(JsonField call)
    {
        var function = call.Find("function") ?? call;
        if (function.Find("arguments") is not { } given) return new ToolCall(function.Require("name").AsText(), []);
        using var arguments = EmbeddedJson.Of(given);
        return new ToolCall(function.Require("name").AsText(), ToolTaskJson.ReadArguments(arguments.Field));
    }
}
