using ToolZero.Core.Calls;

namespace ToolZero.Core.Formats;

/// <summary>Cuts the assistant's turn out of text that still holds the chat around it, as the published rewards do.</summary>
internal static class ChatTurn
{
    private const string AssistantStart = "<|im_start|>assistant";
    private const string End = "<|im_end|>";

    /// <summary>From the last start of an assistant's turn on, its marker included where it stands.</summary>
    public static string FromLastStart(string text)
    {
        var at = text.LastIndexOf(AssistantStart, StringComparison.Ordinal);
        return at < 0 ? text : text[at..];
    }

    /// <summary>What the last assistant's turn says, trimmed: from behind its start to the first end.</summary>
    public static string Said(string text)
    {
        var at = text.LastIndexOf(AssistantStart, StringComparison.Ordinal);
        if (at >= 0) text = text[(at + AssistantStart.Length)..];
        var end = text.IndexOf(End, StringComparison.Ordinal);
        return PythonText.Trim(end < 0 ? text : text.AsSpan(0, end)).ToString();
    }
}
