using System.Collections.Immutable;
using ToolZero.Core.Calls;
using ToolZero.Core.Formats;
using ToolZero.Core.Prompts;

namespace ToolZero.Core.Data.Readers;

/// <summary>An assistant's turn with <c>&lt;tool_call&gt;</c> blocks; old data spell the objects as Python dictionaries.</summary>
internal static class HermesTurn
{
    private const string ResultOpen = "<tool_response>";
    private const string ResultClose = "</tool_response>";

    /// <summary>The turn, or null with what is wrong.</summary>
    public static Message? Read(string text, out string? error)
    {
        var reading = HermesCalls.Plain.Read(text);
        error = reading.Calls.Error;
        if (reading.Calls.IsSuccess) return new Message(Role.Assistant, reading.Response) { Calls = reading.Calls.Calls, Reasoning = reading.Reasoning };
        var calls = ImmutableArray.CreateBuilder<ToolCall>();
        foreach (var range in TagBlocks.Inner(text, TagBlocks.CallOpen, TagBlocks.CallClose))
        {
            if (ToolRlTools.Dictionary(text[range].Trim(), out var problem) is not { } call)
            {
                error = problem;
                return null;
            }

            if (JsonCalls.Read(call, ToolN1Calls.ArgumentsKey, out problem) is not { } read)
            {
                error = problem;
                return null;
            }

            calls.Add(read);
        }

        return calls.Count == 0 ? null : new Message(Role.Assistant, reading.Response) { Calls = calls.ToImmutable(), Reasoning = reading.Reasoning };
    }

    /// <summary>A result without its tags.</summary>
    public static string Unwrap(string text)
    {
        var trimmed = text.Trim();
        return trimmed.StartsWith(ResultOpen, StringComparison.Ordinal) && trimmed.EndsWith(ResultClose, StringComparison.Ordinal) && trimmed.Length >= ResultOpen.Length + ResultClose.Length
            ? trimmed[ResultOpen.Length..^ResultClose.Length].Trim()
            : text;
    }
}
