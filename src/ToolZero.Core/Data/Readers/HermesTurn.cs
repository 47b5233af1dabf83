using System.Collections.Immutable;
using ToolZero.Core.Calls;
using ToolZero.Core.Formats;
using ToolZero.Core.Prompts;

namespace ToolZero.Core.Data.Readers;

/// <summary>An assistant's turn with <c>&lt;tool_call&gt;</c> blocks; old data spell the objects as Python dictionaries.</summary>
internal static class HermesTurn
{
    /// <summary>The turn, or null with what is wrong.</summary>
    public static Message? Read(string text, out string? error)
    {
        error = Cut(text);
        if (error is not null) return null;
        var reading = HermesCalls.Plain.Read(text);
        if (reading.Calls.IsSuccess) return Turn(reading, reading.Calls.Calls);
        var rest = Thoughts.Split(text).Said;
        var calls = ImmutableArray.CreateBuilder<ToolCall>();
        foreach (var range in TagBlocks.Inner(rest, TagBlocks.CallOpen, TagBlocks.CallClose))
        {
            var call = ToolRlTools.Dictionary(rest[range].Trim(), out error);
            if (call is null || JsonCalls.Read(call, ToolN1Calls.ArgumentsKey, out error) is not { } read) return null;
            calls.Add(read);
        }

        return Turn(reading, calls.ToImmutable());
    }

    private static Message Turn(CompletionReading reading, ImmutableArray<ToolCall> calls) =>
        new(Role.Assistant, reading.Response) { Calls = calls, Reasoning = reading.Reasoning };

    /// <summary>Half of a turn is no turn: the calls that are whole are not all that were right.</summary>
    private static string? Cut(string text)
    {
        if (Thoughts.AreCut(text)) return $"a {TagBlocks.ThinkOpen} without its end";
        var rest = Thoughts.Split(text).Said;
        var blocks = TagBlocks.Inner(rest, TagBlocks.CallOpen, TagBlocks.CallClose).ToList();
        var behind = blocks.Count == 0 ? 0 : blocks[^1].End.Value + TagBlocks.CallClose.Length;
        if (TagBlocks.Count(rest, TagBlocks.CallClose) > blocks.Count) return $"a {TagBlocks.CallClose} without its beginning";
        return rest.IndexOf(TagBlocks.CallOpen, behind, StringComparison.Ordinal) >= 0 ? $"a {TagBlocks.CallOpen} without its end" : null;
    }
}
