using System.Collections.Immutable;
using System.Text.Json;
using ToolZero.Core.Formats;
using ToolZero.Core.Prompts;

namespace ToolZero.Core.Data.Readers;

/// <summary>The turns of a chat row. A turn that only calls belongs to the assistant's turn before it: several in a row are parallel calls.</summary>
internal static class ChatTurns
{
    /// <param name="system">The row's own system text, where it has one.</param>
    /// <param name="turns">The list of turns.</param>
    /// <exception cref="FieldException">A turn cannot be read.</exception>
    public static ImmutableArray<DialogueTurn> Read(JsonField? system, List<JsonField> turns)
    {
        var read = new List<DialogueTurn>();
        if (system is { } field && field.AsText().Length > 0) AddSystem(read, field.AsText(), field);
        foreach (var turn in turns) Add(read, turn);
        return [.. read];
    }

    /// <summary>What a turn says: <c>content</c>, or <c>value</c> in ShareGPT's layout.</summary>
    public static JsonField? ContentOf(JsonField turn) => turn.Find("content") ?? turn.Find("value");

    private static void Add(List<DialogueTurn> read, JsonField turn)
    {
        var speaker = turn.Find("role") ?? turn.Require("from");
        var role = ChatRoles.Find(speaker.AsText()) ?? throw speaker.Error($"unknown speaker \"{speaker.AsText()}\"");
        var content = ContentOf(turn);
        if (ChatRoles.OnlyCalls(speaker.AsText()))
        {
            Join(read, ChatCalls.OnlyCalls(content ?? throw turn.Error("calls are expected as content or value")), turn);
            return;
        }

        var text = content is { } given ? TextOf(given) : "";
        switch (role)
        {
            case Role.System:
                AddSystem(read, text, turn);
                break;
            case Role.User when HermesResults.Begin(text):
                foreach (var message in HermesResults.OfUser(text) ?? throw content!.Value.Error("the results cannot be read: text between them, or one without its end")) Say(message);
                break;
            case Role.Tool:
                foreach (var message in HermesResults.OfTool(text)) Say(message);
                break;
            case Role.Assistant:
                read.Add(new DialogueTurn(Answer(turn, text), turn, IsHistory(turn)));
                break;
            default:
                Say(new Message(role, text));
                break;
        }

        void Say(Message message) => read.Add(new DialogueTurn(message, turn));
    }

    /// <summary>Without a list of tools, and once where the row and its first turn say the same.</summary>
    private static void AddSystem(List<DialogueTurn> read, string text, JsonField field)
    {
        var block = ToolsBlock.Find(text);
        var message = new Message(Role.System, block?.Rest() ?? text);
        if (block is not null && message.Content.Length == 0) return;
        if (read is not [{ Message: var first }] || first != message) read.Add(new DialogueTurn(message, field));
    }

    private static void Join(List<DialogueTurn> read, Message calls, JsonField turn)
    {
        var isHistory = IsHistory(turn);
        if (read is not [.., { Message.Role: Role.Assistant } last])
        {
            read.Add(new DialogueTurn(calls, turn, isHistory));
            return;
        }

        var joined = last.Message with { Calls = last.Message.Calls.AddRange(calls.Calls), Reasoning = last.Message.Reasoning.Length > 0 ? last.Message.Reasoning : calls.Reasoning };
        read[^1] = new DialogueTurn(joined, turn, isHistory || last.IsHistory);
    }

    private static Message Answer(JsonField turn, string text)
    {
        var calls = ChatCalls.Beside(turn);
        var reasoning = turn.Find("reasoning_content")?.AsText();
        if (calls.IsEmpty && text.Contains(TagBlocks.CallOpen, StringComparison.Ordinal))
        {
            var hermes = HermesTurn.Read(text, out var error) ?? throw ContentOf(turn)!.Value.Error($"the calls cannot be read: {error}");
            return hermes.Reasoning.Length > 0 ? hermes : hermes.WithReasoning(reasoning);
        }

        var (thought, said) = Thoughts.Begin(text) ? Thoughts.Split(text) : ("", text);
        return new Message(Role.Assistant, said) { Calls = calls }.WithReasoning(thought.Length > 0 ? thought : reasoning);
    }

    /// <summary>OpenAI's <c>weight</c>: 0 says that the turn is not to be learned.</summary>
    private static bool IsHistory(JsonField turn)
    {
        if (turn.Find("weight") is not { } weight) return false;
        if (weight.Kind != JsonValueKind.Number) throw weight.Expected("0 or 1");
        return weight.Json.GetDouble() switch
        {
            0 => true,
            1 => false,
            _ => throw weight.Error("0 or 1 is expected"),
        };
    }

    /// <summary>A text, or the parts of one.</summary>
    private static string TextOf(JsonField content) => content.Kind == JsonValueKind.Array
        ? string.Concat(content.Items().Select(part => part.Require("text").AsText()))
        : content.AsText();
}
