using System.Text;
using ToolZero.Core.Data;
using ToolZero.Core.Formats;
using ToolZero.Core.Prompts.Chat;

namespace ToolZero.Core.Prompts;

/// <summary>A task in the chat template of Qwen2.5 or Qwen3: tools in the system turn, one <c>tool_call</c> block for each call.</summary>
public sealed class QwenPrompt : IPromptFormat
{
    private readonly Func<ChatConversation, string> _render;
    private readonly string _opening;

    private QwenPrompt(string name, ICallFormat calls, Func<ChatConversation, string> render, string opening = "") =>
        (Name, Calls, _render, _opening) = (name, calls, render, opening);

    public static QwenPrompt Qwen25 { get; } = new("qwen2.5", HermesCalls.Plain, Qwen25Chat.Render);

    public static QwenPrompt Qwen3 { get; } = new("qwen3", HermesCalls.Thinking, chat => Qwen3Chat.Render(chat, thinks: true));

    /// <summary>Qwen3 told not to think: its turn opens with an empty think block, so that the completion has none.</summary>
    public static QwenPrompt Qwen3NoThink { get; } =
        new("qwen3-nothink", HermesCalls.Plain, chat => Qwen3Chat.Render(chat, thinks: false), "<think>\n\n</think>\n\n");

    public string Name { get; }

    public ICallFormat Calls { get; }

    public string Render(ToolTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return _render(new ChatConversation(task.Messages, [.. task.Tools.Select(ChatConversation.Tool)], OpensAssistant: true));
    }

    public string RenderResults(IReadOnlyList<string> results, bool isTurnClosed) => new StringBuilder().AppendResults(results, isTurnClosed).Append(_opening).ToString();
}
