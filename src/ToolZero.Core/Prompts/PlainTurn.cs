using ToolZero.Core.Formats;

namespace ToolZero.Core.Prompts;

/// <summary>A turn in the formats without a chat template: what is said, then the calls in Python's syntax.</summary>
internal static class PlainTurn
{
    public static string Of(Message message)
    {
        if (message.Calls.IsEmpty) return message.Content;
        var calls = ToolZeroCalls.Instance.Write(message.Calls);
        return message.Content.Length == 0 ? calls : $"{message.Content} {calls}";
    }
}
