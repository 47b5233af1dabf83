using System.Collections.Immutable;
using System.Text.Json;
using ToolZero.Core.Calls;
using ToolZero.Core.Formats;
using ToolZero.Core.Prompts;

namespace ToolZero.Core.Data.Readers;

/// <summary>
/// ToolRL (Qian et al. 2025) in its three layouts: rows for reinforcement (<c>prompt</c>, <c>reward_model.ground_truth</c>), supervised rows
/// (<c>instruction</c>, <c>input</c>, <c>output</c>) and API-Bank in its form (<c>system</c>, <c>user</c>, <c>answer</c>).
/// </summary>
internal sealed class ToolRlReader : IRowReader
{
    private const string ThinkClose = "</think>";

    public IReadOnlyList<ToolTask> Read(JsonLine line)
    {
        var row = line.Row;
        if (row.Find("reward_model") is { } model)
        {
            var prompt = row.Require("prompt").Items();
            if (prompt.Count != 2) throw row.Require("prompt").Error($"{prompt.Count} turns; one of the system and one of the user are expected");
            return [Task(line, prompt[0].Require("content"), prompt[1].Require("content"), Written(model.Require("ground_truth")), model.Require("ground_truth"))];
        }

        if (row.Find("answer") is { } answer) return [Task(line, row.Require("system"), row.Require("user"), Listed(answer), answer)];
        return [Task(line, row.Require("instruction"), row.Require("input"), Written(row.Require("output")), row.Require("output"))];
    }

    private static ToolTask Task(JsonLine line, JsonField system, JsonField user, Message answer, JsonField where)
    {
        var tools = ToolRlTools.Read(system);
        return DialogueTasks.Task(line.Row, RowIds.Of(line), tools, ToolRlDialogue.Read(user), answer, where);
    }

    /// <summary>A whole completion. What the model thought may quote the tags, so that only what follows it counts.</summary>
    private static Message Written(JsonField field)
    {
        var text = field.AsText();
        var thought = text.LastIndexOf(ThinkClose, StringComparison.Ordinal);
        var (reasoning, rest) = thought < 0 ? ("", text) : (text[..thought], text[(thought + ThinkClose.Length)..]);
        var blocks = TagBlocks.Inner(rest, TagBlocks.CallOpen, TagBlocks.CallClose).ToList();
        if (blocks.Count > 1) throw field.Error("more than one <tool_call> block");
        var calls = blocks.Count == 0 ? ImmutableArray<ToolCall>.Empty : ToolRlDialogue.Calls(field, rest[blocks[0]]);
        var said = TagBlocks.Inner(rest, "<response>", "</response>").Select(range => PythonText.Trim(rest.AsSpan(range)).ToString()).FirstOrDefault();
        if (calls.IsEmpty && said is null) throw field.Error("neither a <tool_call> nor a <response> block");
        return new Message(Role.Assistant, said ?? "") { Calls = calls, Reasoning = reasoning.Replace("<think>", "", StringComparison.Ordinal).Trim() };
    }

    /// <summary>One call object, or a list of them.</summary>
    private static Message Listed(JsonField answer)
    {
        var items = answer.Kind == JsonValueKind.Array ? answer.Items() : [answer];
        return new Message(Role.Assistant, "")
        {
            Calls = [.. items.Select(call => new ToolCall(call.Require("name").AsText(), ToolTaskJson.ReadArguments(call.Find("parameters"))))],
        };
    }
}
