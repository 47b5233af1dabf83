using System.Collections.Immutable;
using ToolZero.Core.Calls;
using ToolZero.Core.Json;

namespace ToolZero.Core.Formats;

/// <summary>
/// Tool-N1 (Zhang et al., section 3): <c>&lt;think&gt;…&lt;/think&gt;</c>, then one <c>&lt;tool_call&gt;</c> block with a JSON list of
/// <c>{"name", "arguments"}</c>; <c>[]</c> when no call is right.
/// </summary>
public sealed class ToolN1Calls : ICallFormat
{
    internal const string ArgumentsKey = "arguments";

    public static ToolN1Calls Instance { get; } = new();

    public string Name => "tool-n1";

    public CompletionReading Read(string completion)
    {
        ArgumentNullException.ThrowIfNull(completion);
        var block = LastBlock(completion);
        var calls = block is null ? CallParse.Failure("no <tool_call> block", 0)
            : Result(block) is CallValue.Sequence list ? JsonCalls.ReadList(list.Items, ArgumentsKey)
            : CallParse.Failure("the <tool_call> block is no JSON list", 0);
        var close = completion.LastIndexOf(TagBlocks.ThinkClose, StringComparison.Ordinal);
        var open = completion.IndexOf(TagBlocks.ThinkOpen, StringComparison.Ordinal);
        var reasoning = open >= 0 && close > open ? PythonText.Trim(completion.AsSpan((open + TagBlocks.ThinkOpen.Length)..close)).ToString() : "";
        return new CompletionReading(IsValid(completion) && calls.IsSuccess, reasoning, block ?? PythonText.Trim(completion).ToString(), calls, "");
    }

    public string Write(ImmutableArray<ToolCall> calls) => $"[{string.Join(", ", calls.Select(call => JsonCalls.Write(call, ArgumentsKey)))}]";

    /// <summary>There is no place for prose: without calls the list is empty.</summary>
    public string Complete(string reasoning, ImmutableArray<ToolCall> calls, string response) =>
        $"<think>{reasoning}</think> {TagBlocks.CallOpen}{Write(calls)}{TagBlocks.CallClose}";

    public string? Problem(ImmutableArray<ToolCall> calls) => JsonCalls.Problem(calls);

    /// <summary>The trimmed text of the last closed block; null without one.</summary>
    internal static string? LastBlock(string text)
    {
        Range? last = null;
        foreach (var range in TagBlocks.Inner(text, TagBlocks.CallOpen, TagBlocks.CallClose)) last = range;
        return last is { } found ? PythonText.Trim(text.AsSpan(found)).ToString() : null;
    }

    /// <summary>What the block holds: a string is parsed once more, an object is a list of one; null when it is no JSON, or JSON null.</summary>
    internal static CallValue? Result(string block)
    {
        var value = PythonJsonReader.Parse(block).Value;
        if (value is CallValue.Text text) value = PythonJsonReader.Parse(text.Value).Value;
        return value switch
        {
            CallValue.Mapping one => new CallValue.Sequence([one]),
            CallValue.Null => null,
            _ => value,
        };
    }

    private static bool IsValid(string text)
    {
        var (a, b) = (TagBlocks.Once(text, TagBlocks.ThinkOpen), TagBlocks.Once(text, TagBlocks.ThinkClose));
        var (c, d) = (TagBlocks.Once(text, TagBlocks.CallOpen), TagBlocks.Once(text, TagBlocks.CallClose));
        return a >= 0 && a < b && b < c && c < d
            && PythonText.IsBlank(text.AsSpan(0, a))
            && PythonText.IsBlank(text.AsSpan((b + TagBlocks.ThinkClose.Length)..c))
            && PythonText.IsBlank(text.AsSpan(d + TagBlocks.CallClose.Length));
    }
}
