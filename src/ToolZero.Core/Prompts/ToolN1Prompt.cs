using System.Text;
using ToolZero.Core.Data;
using ToolZero.Core.Formats;
using ToolZero.Core.Prompts.Chat;
using ToolZero.Core.Tools;

namespace ToolZero.Core.Prompts;

/// <summary>
/// The Tool-N1 prompt (Zhang et al., section 3, in substance) in Qwen2.5's chat turns: the tools as one JSON list, reasoning in think tags,
/// then one <c>tool_call</c> block with a JSON list of calls, empty when none is right.
/// </summary>
public sealed class ToolN1Prompt : IPromptFormat
{
    private const string Instructions =
        """
        You answer requests by calling tools. The tools that exist are listed below as JSON. Choose those that serve the request and fill in their parameters; a request may need several calls, one, or none.

        <tools>
        {0}
        </tools>

        Reason first, inside <think> and </think>. Then write the calls inside <tool_call> and </tool_call> as one JSON list, each with its name and its arguments:
        <think> the reasoning </think>
        <tool_call>[
        {"name": "name of the tool", "arguments": {"parameter": "value"}}
        ]</tool_call>
        When no tool fits, or a required parameter is not known, the list is empty: <tool_call>[]</tool_call>
        """;

    public string Name => "tool-n1";

    public ICallFormat Calls => ToolN1Calls.Instance;

    public string Render(ToolTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        var text = new StringBuilder(Instructions.ReplaceLineEndings("\n").Replace("{0}", ToolSchemaJson.Write(task.Tools), StringComparison.Ordinal));
        var said = task.Messages.Where(m => m.Role == Role.System).Select(m => m.Content).ToList();
        foreach (var system in said) text.Append("\n\n").Append(system);
        return Qwen25Chat.Render(new ChatConversation(
            [new Message(Role.System, text.ToString()), .. task.Messages.Where(m => m.Role != Role.System).Select(WithCallsWritten)], [], OpensAssistant: true));
    }

    public string RenderResults(IReadOnlyList<string> results, bool isTurnClosed) => new StringBuilder().AppendResults(results, isTurnClosed).ToString();

    /// <summary>Earlier calls are shown as the model has to write them.</summary>
    private static Message WithCallsWritten(Message message) =>
        message.Calls.IsEmpty ? message : new Message(message.Role, ToolN1Calls.Instance.Complete(message.Reasoning, message.Calls, message.Content));
}
