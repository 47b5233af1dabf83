using ToolZero.Core.Calls;
using ToolZero.Core.Formats;

namespace ToolZero.Core.Data.Readers;

/// <summary>What an assistant's turn reasoned before it spoke, in <c>&lt;think&gt;</c>.</summary>
internal static class Thoughts
{
    /// <summary>True when the turn begins by thinking.</summary>
    public static bool Begin(string text) => PythonText.Trim(text).StartsWith(TagBlocks.ThinkOpen, StringComparison.Ordinal);

    /// <summary>True when the thinking has no end: what follows its beginning is no answer.</summary>
    public static bool AreCut(string text) =>
        text.Contains(TagBlocks.ThinkOpen, StringComparison.Ordinal) && !text.Contains(TagBlocks.ThinkClose, StringComparison.Ordinal);

    /// <summary>The reasoning and what follows it. It ends at its last closing tag: what is thought about tags is no call.</summary>
    public static (string Reasoning, string Said) Split(string text)
    {
        var close = text.LastIndexOf(TagBlocks.ThinkClose, StringComparison.Ordinal);
        if (close < 0) return ("", text);
        var open = text.IndexOf(TagBlocks.ThinkOpen, StringComparison.Ordinal);
        var from = open >= 0 && open < close ? open + TagBlocks.ThinkOpen.Length : 0;
        return (PythonText.Trim(text.AsSpan(from..close)).ToString(), PythonText.Trim(text.AsSpan(close + TagBlocks.ThinkClose.Length)).ToString());
    }
}
