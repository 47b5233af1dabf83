using System.Collections.Immutable;
using System.Text;

namespace ToolZero.Core.Prompts.Chat;

/// <summary>
/// The chat template of Qwen3: no system turn unless there is something to say in it, and reasoning is shown only in the turns since the
/// user's last question.
/// </summary>
public static class Qwen3Chat
{
    private const string ThinkClose = "</think>";

    /// <param name="chat">The conversation.</param>
    /// <param name="thinks">False opens the assistant's turn with an empty think block (<c>enable_thinking=false</c>).</param>
    public static string Render(ChatConversation chat, bool thinks)
    {
        ArgumentNullException.ThrowIfNull(chat);
        var text = new StringBuilder();
        var messages = chat.Messages;
        AppendSystem(text, chat);
        var question = LastQuestion(messages);
        for (var i = 0; i < messages.Length; i++)
        {
            var message = messages[i];
            var isLast = i == messages.Length - 1;
            if (message.Role == Role.Assistant) AppendAssistant(text, message, i > question, isLast);
            else if (message.Role == Role.Tool)
                text.AppendResult(message.Content, i == 0 || messages[i - 1].Role != Role.Tool, isLast || messages[i + 1].Role != Role.Tool);
            else if (message.Role == Role.User || i > 0) text.AppendTurn(RoleNames.Of(message.Role), message.Content);
        }

        if (!chat.OpensAssistant) return text.ToString();
        text.Append(ChatMarkup.TurnStart).Append("assistant\n");
        return thinks ? text.ToString() : text.Append("<think>\n\n</think>\n\n").ToString();
    }

    private static void AppendSystem(StringBuilder text, ChatConversation chat)
    {
        var said = chat.Messages[0] is { Role: Role.System } first ? first.Content : null;
        if (chat.Tools.IsEmpty)
        {
            if (said is not null) text.AppendTurn("system", said);
            return;
        }

        text.Append(ChatMarkup.TurnStart).Append("system\n");
        if (said is not null) text.Append(said).Append("\n\n");
        text.AppendTools(chat.Tools).Append(ChatMarkup.TurnEnd);
    }

    private static void AppendAssistant(StringBuilder text, Message message, bool isCurrent, bool isLast)
    {
        var (reasoning, content) = Split(message);
        text.Append(ChatMarkup.TurnStart).Append("assistant\n");
        if (isCurrent && (isLast || reasoning.Length > 0))
            text.Append("<think>\n").Append(reasoning.Trim('\n')).Append("\n</think>\n\n").Append(content.TrimStart('\n'));
        else
            text.Append(content);
        for (var i = 0; i < message.Calls.Length; i++)
        {
            if (i > 0 || content.Length > 0) text.Append('\n');
            text.AppendCall(message.Calls[i]);
        }

        text.Append(ChatMarkup.TurnEnd);
    }

    /// <summary>
    /// Reasoning that stands inside the content counts as reasoning, unless the data gives it apart, be it empty: up to the first closing tag, from the
    /// last opening one before it.
    /// </summary>
    private static (string Reasoning, string Content) Split(Message message)
    {
        var content = message.Content;
        if (message.Reasoning.Length > 0 || message.GivesEmptyReasoning || !content.Contains(ThinkClose, StringComparison.Ordinal)) return (message.Reasoning, content);
        var thought = content[..content.IndexOf(ThinkClose, StringComparison.Ordinal)].TrimEnd('\n');
        var open = thought.LastIndexOf("<think>", StringComparison.Ordinal);
        if (open >= 0) thought = thought[(open + "<think>".Length)..];
        return (thought.TrimStart('\n'), content[(content.LastIndexOf(ThinkClose, StringComparison.Ordinal) + ThinkClose.Length)..].TrimStart('\n'));
    }

    /// <summary>Index of the user's last turn that is no wrapped tool result; the last turn of all when there is none.</summary>
    private static int LastQuestion(ImmutableArray<Message> messages)
    {
        for (var i = messages.Length - 1; i >= 0; i--)
        {
            var said = messages[i].Content;
            if (messages[i].Role == Role.User
                && !(said.StartsWith("<tool_response>", StringComparison.Ordinal) && said.EndsWith("</tool_response>", StringComparison.Ordinal))) return i;
        }

        return messages.Length - 1;
    }
}
