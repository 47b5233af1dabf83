using System.Collections.Immutable;
using System.Text.Json;
using ToolZero.Core.Text;

namespace ToolZero.Core.Data;

/// <summary>The fields of the product's own rows: what docs/task.schema.json allows, and nothing else is written.</summary>
public static class TaskFields
{
    public static ImmutableArray<string> Row { get; } = ["id", "category", "tools", "messages", "reference", "earlierToolTurn", "response"];

    public static ImmutableArray<string> Message { get; } = ["role", "content", "calls", "reasoning"];

    public static ImmutableArray<string> Call { get; } = ["name", "arguments"];

    /// <summary>Throws at the first field that is none: reading ignores it, so that a misspelt one would go unseen.</summary>
    /// <exception cref="FieldException">Which, and which was meant.</exception>
    internal static void Check(JsonField row)
    {
        Check(row, Row);
        foreach (var message in row.Require("messages").Items())
        {
            Check(message, Message);
            if (message.Find("calls") is { } calls) CheckCalls(calls);
        }

        CheckCalls(row.Require("reference"));
    }

    private static void CheckCalls(JsonField calls)
    {
        if (calls.Kind != JsonValueKind.Array) return; // The call syntax.
        foreach (var call in calls.Items()) Check(call, Call);
    }

    private static void Check(JsonField json, ImmutableArray<string> known)
    {
        foreach (var (name, value) in json.Properties())
        {
            if (known.Contains(name)) continue;
            throw value.Error(Nearest.To(name, known) is { } near ? $"unknown field: did you mean {near}?" : $"unknown field: expected {string.Join(", ", known)}");
        }
    }
}
