using System.Text;

namespace ToolZero.Core.Prompts.Chat;

/// <summary>The chat template of Qwen2.5 (and of Hermes models with its tool layout).</summary>
public static class Qwen25Chat
{
    private const string DefaultSystem = "You are Qwen, created by Alibaba Cloud. You are a helpful assistant.";

    public static string Render(ChatConversation chat)
    {
        ArgumentNullException.ThrowIfNull(chat);
        var text = new StringBuilder();
        var messages = chat.Messages;
        text.Append(ChatMarkup.TurnStart).Append("system\n").Append(messages[0].Role == Role.System ? messages[0].Content : DefaultSystem);
        if (!chat.Tools.IsEmpty) text.Append("\n\n").AppendTools(chat.Tools);
        text.Append(ChatMarkup.TurnEnd);
        for (var i = 0; i < messages.Length; i++)
        {
            var message = messages[i];
            if (message.Role == Role.Tool)
                text.AppendResult(message.Content, i == 0 || messages[i - 1].Role != Role.Tool, i == messages.Length - 1 || messages[i + 1].Role != Role.Tool);
            else if (message.Role == Role.Assistant && !message.Calls.IsEmpty) AppendCalls(text, message);
            else if (message.Role != Role.System || i > 0) text.AppendTurn(RoleNames.Of(message.Role), message.Content);
        }

        return chat.OpensAssistant ? text.Append(ChatMarkup.TurnStart).Append("assistant\n").ToString() : text.ToString();
    }

    private static void AppendCalls(StringBuilder text, Message message)
    {
        text.Append(ChatMarkup.TurnStart).Append("assistant");
        if (message.Content.Length > 0) text.Append('\n').Append(message.Content);
        foreach (var call in message.Calls) text.Append('\n').AppendCall(call);
        text.Append(ChatMarkup.TurnEnd);
    }
}
