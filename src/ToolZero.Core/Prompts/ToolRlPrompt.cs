using System.Globalization;
using System.Text;
using ToolZero.Core.Data;
using ToolZero.Core.Formats;
using ToolZero.Core.Json;
using ToolZero.Core.Prompts.Chat;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Prompts;

/// <summary>
/// The ToolRL prompt (Qian et al., appendix, in substance) in Qwen2.5's chat turns: numbered tools in the system turn; the dialogue so far
/// as one user turn, with <c>user</c>, <c>tool_call</c>, <c>obs</c> and <c>response</c> tags.
/// </summary>
public sealed class ToolRlPrompt : IPromptFormat
{
    private const string Introduction = "You hold a dialogue of several turns with a user, call tools where they help, and answer in a fixed layout.\n\n**Available Tools**\n";

    private const string Layout =
        """

        **Each Turn**
        1. Think about the dialogue so far and what the user wants now.
        2. If tools are needed, choose them and fill in their parameters.
        3. If the user needs to be told something, respond.

        **Output Format**
        ```plaintext
        <think> the reasoning </think>
        <tool_call>
        {"name": "name of the tool", "parameters": {"parameter": "value"}}
        {"name": "name of another tool", "parameters": {"parameter": "value"}}
        </tool_call>
        <response> what the user is told </response>
        ```

        **Rules**
        1. The think block is always there. At least one of the other two follows.
        2. One tool call a line, as a JSON object; the parameters are {} where a tool needs none.
        3. The user turn holds the history: requests, earlier calls and responses, and what tools returned as <obs>.
        """;

    public string Name => "tool-rl";

    public ICallFormat Calls => ToolRlCalls.Instance;

    public string Render(ToolTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        var system = new StringBuilder(Introduction);
        for (var i = 0; i < task.Tools.Length; i++) AppendTool(system, i + 1, task.Tools[i]);
        system.Append(Layout.ReplaceLineEndings("\n"));
        foreach (var message in task.Messages.Where(m => m.Role == Role.System)) system.Append("\n\n").Append(message.Content);

        var history = new StringBuilder("**Dialogue Records History**");
        foreach (var message in task.Messages) AppendTurn(history, message);
        return Qwen25Chat.Render(new ChatConversation(
            [new Message(Role.System, system.ToString()), new Message(Role.User, history.ToString())], [], OpensAssistant: true));
    }

    public string RenderResults(IReadOnlyList<string> results, bool isTurnClosed)
    {
        ArgumentNullException.ThrowIfNull(results);
        var text = new StringBuilder(isTurnClosed ? "\n" : ChatMarkup.TurnEnd);
        text.AppendTurn("user", string.Join('\n', results.Select(result => $"<obs> {result} </obs>")));
        return text.Append(ChatMarkup.TurnStart).Append("assistant\n").ToString();
    }

    private static void AppendTool(StringBuilder text, int number, ToolSchema tool)
    {
        var function = ChatConversation.Function(tool);
        text.Append(CultureInfo.InvariantCulture, $"{number}. Name: {tool.Name}\nDescription: {tool.Description}\nParameters: ");
        PythonJsonWriter.Append(text, JsonCalls.Find((Core.Calls.CallValue.Mapping)JsonCalls.Find(function, "parameters")!, "properties")!);
        var optional = tool.Parameters.Where(p => !p.Required).Select(p => p.Name).ToList();
        if (optional.Count > 0) text.Append("\nOptional: ").AppendJoin(", ", optional);
        text.Append('\n');
    }

    private static void AppendTurn(StringBuilder text, Message message)
    {
        switch (message.Role)
        {
            case Role.User:
                text.Append("\n<user> ").Append(message.Content).Append(" </user>\n");
                break;
            case Role.Tool:
                text.Append("\n<obs> ").Append(message.Content).Append(" </obs>");
                break;
            case Role.Assistant:
                text.Append('\n').Append(ToolRlCalls.Instance.Complete(message.Reasoning, message.Calls, message.Content));
                break;
        }
    }
}
