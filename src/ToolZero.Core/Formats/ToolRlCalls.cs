using System.Collections.Immutable;
using ToolZero.Core.Calls;

namespace ToolZero.Core.Formats;

/// <summary>
/// ToolRL (Qian et al., section 3): <c>&lt;think&gt;…&lt;/think&gt;</c>, then <c>&lt;tool_call&gt;</c> with one JSON object <c>{"name", "parameters"}</c> a line,
/// and/or <c>&lt;response&gt;…&lt;/response&gt;</c>, one line end between blocks.
/// </summary>
public sealed class ToolRlCalls : ICallFormat
{
    internal const string ArgumentsKey = "parameters";
    private const string ResponseOpen = "<response>";
    private const string ResponseClose = "</response>";

    public static ToolRlCalls Instance { get; } = new();

    public string Name => "tool-rl";

    public CompletionReading Read(string completion)
    {
        ArgumentNullException.ThrowIfNull(completion);
        var text = PythonText.Trim(completion).ToString();
        var isValid = IsValid(text, hasCalls: true, hasResponse: true) || IsValid(text, hasCalls: true, hasResponse: false) || IsValid(text, hasCalls: false, hasResponse: true);
        var reasoning = FirstInner(text, TagBlocks.ThinkOpen, TagBlocks.ThinkClose);
        var response = FirstInner(text, ResponseOpen, ResponseClose);
        var hasBlock = text.Contains(TagBlocks.CallOpen, StringComparison.Ordinal);
        var calls = Lines(text) is { } lines ? JsonCalls.ReadEach(lines, ArgumentsKey)
            : hasBlock ? CallParse.Failure("a <tool_call> without its end", 0)
            : CallParse.Success([]);
        return new CompletionReading(isValid, reasoning, hasBlock ? FirstInner(text, TagBlocks.CallOpen, TagBlocks.CallClose) : response, calls, response);
    }

    public string Write(ImmutableArray<ToolCall> calls) => string.Join('\n', calls.Select(call => JsonCalls.Write(call, ArgumentsKey)));

    public string Complete(string reasoning, ImmutableArray<ToolCall> calls, string response)
    {
        var block = calls.IsEmpty ? "" : $"\n{TagBlocks.CallOpen}\n{Write(calls)}\n{TagBlocks.CallClose}";
        var said = response.Length == 0 && !calls.IsEmpty ? "" : $"\n{ResponseOpen} {response} {ResponseClose}";
        return $"<think> {reasoning} </think>{block}{said}";
    }

    public string? Problem(ImmutableArray<ToolCall> calls) => JsonCalls.Problem(calls);

    /// <summary>
    /// R_format of ToolRL, for a trimmed completion: it opens with a think block, the blocks that the reference has follow after exactly one
    /// line end each, nothing stands behind them, and their tags stand once.
    /// </summary>
    internal static bool IsValid(string text, bool hasCalls, bool hasResponse)
    {
        if (!text.StartsWith(TagBlocks.ThinkOpen, StringComparison.Ordinal)) return false;
        const string AfterThink = TagBlocks.ThinkClose + "\n";
        var think = TagBlocks.ThinkOpen.Length;
        if (!hasCalls && !hasResponse) return text.Length >= think + TagBlocks.ThinkClose.Length && text.EndsWith(TagBlocks.ThinkClose, StringComparison.Ordinal);
        if (hasCalls && (TagBlocks.Once(text, TagBlocks.CallOpen) < 0 || TagBlocks.Once(text, TagBlocks.CallClose) < 0)) return false;
        if (hasResponse && (TagBlocks.Once(text, ResponseOpen) < 0 || TagBlocks.Once(text, ResponseClose) < 0)) return false;

        var first = text.IndexOf(AfterThink + (hasCalls ? TagBlocks.CallOpen + "\n" : ResponseOpen), think, StringComparison.Ordinal);
        if (first < 0) return false;
        var inner = first + AfterThink.Length + (hasCalls ? TagBlocks.CallOpen.Length + 1 : ResponseOpen.Length);
        if (!hasResponse) return EndsAfter(text, inner, "\n" + TagBlocks.CallClose);
        if (!hasCalls) return EndsAfter(text, inner, ResponseClose);
        const string Between = "\n" + TagBlocks.CallClose + "\n" + ResponseOpen;
        var second = text.IndexOf(Between, inner, StringComparison.Ordinal);
        return second >= 0 && EndsAfter(text, second + Between.Length, ResponseClose);
    }

    /// <summary>
    /// The lines of the call block as ToolRL cuts them: from the first opening tag to the first closing one, or to the next opening one; null
    /// when a tag is missing.
    /// </summary>
    internal static string[]? Lines(string text)
    {
        var open = text.IndexOf(TagBlocks.CallOpen, StringComparison.Ordinal);
        if (open < 0 || !text.Contains(TagBlocks.CallClose, StringComparison.Ordinal)) return null;
        var start = open + TagBlocks.CallOpen.Length;
        var next = text.IndexOf(TagBlocks.CallOpen, start, StringComparison.Ordinal);
        var piece = text[start..(next < 0 ? text.Length : next)];
        var close = piece.IndexOf(TagBlocks.CallClose, StringComparison.Ordinal);
        return PythonText.Trim(close < 0 ? piece : piece[..close]).ToString().Split('\n');
    }

    private static bool EndsAfter(string text, int start, string end) =>
        text.Length - end.Length >= start && text.EndsWith(end, StringComparison.Ordinal);

    private static string FirstInner(string text, string open, string close)
    {
        foreach (var range in TagBlocks.Inner(text, open, close)) return PythonText.Trim(text.AsSpan(range)).ToString();
        return "";
    }
}
