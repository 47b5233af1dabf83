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

    /// <summary>
    /// Throws at the first field that is none, so that a misspelt one does not go unseen, or that is written twice: which of the two counts is not for a reader to
    /// choose. What is missing is for reading to say.
    /// </summary>
    /// <exception cref="FieldException">Which, and which was meant.</exception>
    internal static void Check(JsonField row)
    {
        Check(row, Row);
        foreach (var message in row.Find("messages")?.Items() ?? [])
        {
            Check(message, Message);
            if (message.Find("calls") is { } calls) CheckCalls(calls);
        }

        if (row.Find("reference") is { } reference) CheckCalls(reference);
    }

    private static void CheckCalls(JsonField calls)
    {
        if (calls.Kind != JsonValueKind.Array) return; // The call syntax.
        foreach (var call in calls.Items()) Check(call, Call);
    }

    private static void Check(JsonField json, ImmutableArray<string> known)
    {
        if (AreKnown(json.Json, known)) return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in json.Properties())
        {
            if (!seen.Add(name)) throw value.Error("written twice");
            if (known.Contains(name)) continue;
            throw value.Error(Nearest.To(name, known) is { } near ? $"unknown field: did you mean {near}?" : $"unknown field: expected {string.Join(", ", known)}");
        }
    }

    /// <summary>Every field is known and stands there once. Without memory of its own: nearly every row passes, and a name with half of a surrogate pair does not.</summary>
    private static bool AreKnown(JsonElement json, ImmutableArray<string> known)
    {
        if (json.ValueKind != JsonValueKind.Object) return false;
        var seen = 0;
        try
        {
            foreach (var property in json.EnumerateObject())
            {
                var at = 0;
                while (at < known.Length && !property.NameEquals(known[at])) at++;
                if (at == known.Length || (seen & (1 << at)) != 0) return false;
                seen |= 1 << at;
            }
        }
        catch (InvalidOperationException)
        {
            return false;
        }

        return true;
    }
}
