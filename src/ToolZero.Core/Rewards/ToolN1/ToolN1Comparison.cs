using System.Collections.Immutable;
using ToolZero.Core.Calls;
using ToolZero.Core.Formats;
using ToolZero.Core.Json;
using ToolZero.Core.Rewards.ToolRl;

namespace ToolZero.Core.Rewards.ToolN1;

/// <summary>How far an answer agrees with the reference.</summary>
internal enum Agreement
{
    /// <summary>There is nothing to compare: no block, no JSON, or JSON null.</summary>
    Nothing,

    Wrong,

    /// <summary>The names are right as a multiset, something else is not.</summary>
    Names,

    Full,
}

/// <summary>
/// Compares calls as Tool-N1 does: as multisets of (name, arguments as key-sorted JSON text), so that 1, 1.0, "1" and true differ and
/// the order of keys and calls does not matter.
/// </summary>
internal static class ToolN1Comparison
{
    public static Agreement Compare(CallValue? result, ImmutableArray<ToolCall> reference)
    {
        if (result is null) return Agreement.Nothing;
        if (result is CallValue.Text { Value.Length: 0 }) result = new CallValue.Sequence([]); // No item of it is malformed.
        if (result is not CallValue.Sequence list) return Agreement.Wrong;
        var given = new List<(string? Name, string Arguments)>(list.Items.Length);
        foreach (var item in list.Items)
        {
            if (item is not CallValue.Mapping call || JsonCalls.Find(call, "name") is not { } name || JsonCalls.Find(call, ToolN1Calls.ArgumentsKey) is not { } arguments) return Agreement.Wrong;
            given.Add((MultisetMatch.Key(name), PythonJsonWriter.WriteSorted(arguments)));
        }

        if (given.Count == 0 || reference.IsEmpty) return given.Count == reference.Length ? Agreement.Full : Agreement.Wrong;
        if (given.Any(g => g.Name is null)) return Agreement.Wrong;
        var wanted = reference.Select(call => (Name: MultisetMatch.Key(new CallValue.Text(call.Name)), Arguments: PythonJsonWriter.WriteSorted(JsonCalls.Arguments(call)))).ToList();
        if (IsSame(given, wanted)) return Agreement.Full;
        return IsSame(given.ConvertAll(g => g.Name!), wanted.ConvertAll(w => w.Name!)) ? Agreement.Names : Agreement.Wrong;
    }

    private static bool IsSame<T>(List<T> left, List<T> right)
        where T : notnull
    {
        if (left.Count != right.Count) return false;
        var counts = new Dictionary<T, int>();
        foreach (var item in left) counts[item] = counts.GetValueOrDefault(item) + 1;
        return right.TrueForAll(item => counts.TryGetValue(item, out var rest) && (counts[item] = rest - 1) >= 0);
    }
}
