using System.Collections.Immutable;
using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Formats;
using ToolZero.Core.Json;
using ToolZero.Core.Rewards.ToolRl;

namespace ToolZero.Core.Rewards;

/// <summary>Tasks that hold nothing but a reference, for scoring completions that were made elsewhere.</summary>
public static class ReferenceTasks
{
    public static ToolTask Of(ImmutableArray<ToolCall> reference, bool earlierToolTurn = false, string? response = null) =>
        new("", "", [], [], reference, earlierToolTurn, response);

    /// <summary>Of ToolRL's ground truth.</summary>
    public static ToolTask Of(ToolRlReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return Of(JsonCalls.ReadList(reference.Calls, ToolRlCalls.ArgumentsKey).Calls, response: reference.HasResponse ? "" : null);
    }

    /// <summary>Of a JSON list of calls with arguments, as Tool-N1's data has it; a string that holds one is read too.</summary>
    /// <exception cref="DataException">It is none: which call and why.</exception>
    public static ToolTask OfCallList(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (ToolN1Calls.Result(json) is not CallValue.Sequence list)
            throw new DataException($"the reference is no JSON list of calls: {PythonJsonReader.Parse(json).Error ?? "another value"}");
        var calls = JsonCalls.ReadList(list.Items, ToolN1Calls.ArgumentsKey);
        return calls.IsSuccess ? Of(calls.Calls) : throw new DataException($"the reference: {calls.Error}");
    }
}
