using System.Collections.Immutable;
using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Formats;
using ToolZero.Core.Json;

namespace ToolZero.Core.Rewards.ToolRl;

/// <summary>The right answer as ToolRL writes it: which blocks it has, and its calls as <c>{"name", "parameters"}</c> objects.</summary>
/// <param name="HasCalls">A tool_call block stands in it.</param>
/// <param name="HasResponse">A response block stands in it.</param>
/// <param name="Calls">The calls in order; empty without a block.</param>
public sealed record ToolRlReference(bool HasCalls, bool HasResponse, ImmutableArray<CallValue> Calls)
{
    /// <summary>The reference of a task. Without calls the right answer is a response.</summary>
    public static ToolRlReference Of(ToolTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return new ToolRlReference(
            !task.Reference.IsEmpty,
            task.Reference.IsEmpty || task.Response is not null,
            [.. task.Reference.Select(Object)]);
    }

    /// <summary>Reads the text that ToolRL's data has as ground truth.</summary>
    /// <exception cref="DataException">Its calls cannot be read: which line and why.</exception>
    public static ToolRlReference Parse(string groundTruth)
    {
        ArgumentNullException.ThrowIfNull(groundTruth);
        var hasCalls = groundTruth.Contains(TagBlocks.CallOpen, StringComparison.Ordinal);
        var hasResponse = groundTruth.Contains("<response>", StringComparison.Ordinal);
        if (!hasCalls) return new ToolRlReference(false, hasResponse, []);
        var lines = ToolRlCalls.Lines(groundTruth) ?? throw new DataException("the <tool_call> of the ground truth has no end; put </tool_call> behind it");
        if (lines.Length > PythonCallParser.MaxCalls) throw new DataException($"the ground truth has {lines.Length} lines of calls; at most {PythonCallParser.MaxCalls} are compared");
        var calls = ImmutableArray.CreateBuilder<CallValue>(lines.Length);
        foreach (var line in lines)
        {
            var json = PythonJsonReader.Parse(line);
            if (!json.IsSuccess) throw new DataException($"call {calls.Count + 1} of the ground truth: {json.Error} at character {json.Position}; one JSON object a line is expected");
            if (JsonCalls.Read(json.Value!, ToolRlCalls.ArgumentsKey, out var error) is null) throw new DataException($"call {calls.Count + 1} of the ground truth: {error}");
            calls.Add(json.Value!);
        }

        return new ToolRlReference(true, hasResponse, calls.DrainToImmutable());
    }

    /// <summary>A call as the object that ToolRL's rule compares.</summary>
    internal static CallValue Object(ToolCall call) => JsonCalls.Object(call, ToolRlCalls.ArgumentsKey);
}
