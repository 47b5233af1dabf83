using ToolZero.Core.Calls;
using ToolZero.Core.Json;

namespace ToolZero.Core.Rewards.ToolRl;

/// <summary>J of ToolRL: how much two lists have in common.</summary>
internal static class MultisetMatch
{
    /// <summary>1 when equal in order; else, when exact, 0; else intersection over union as multisets, 0 when one is empty.</summary>
    public static double Of(IReadOnlyList<string> left, IReadOnlyList<string> right, bool exact)
    {
        if (left.SequenceEqual(right, StringComparer.Ordinal)) return 1;
        if (exact || left.Count == 0 || right.Count == 0) return 0;
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in left) counts[item] = counts.GetValueOrDefault(item) + 1;
        var shared = 0;
        foreach (var item in right)
        {
            if (counts.GetValueOrDefault(item) == 0) continue;
            counts[item]--;
            shared++;
        }

        return shared / (double)(left.Count + right.Count - shared);
    }

    /// <summary>
    /// The names of calls as texts that are equal when Python holds the names equal; null when Python could not count them, because a name
    /// is a list or an object.
    /// </summary>
    public static string? Key(CallValue name) => name switch
    {
        CallValue.Text t => "s" + t.Value,
        CallValue.Boolean b => b.Value ? "n1" : "n0",
        CallValue.Integer i => "n" + i.Value,
        CallValue.Real { Value: var r } => double.IsFinite(r) && Math.Floor(r) == r ? "n" + new System.Numerics.BigInteger(r) : "n" + PythonJsonWriter.Write(name),
        CallValue.Null => "null",
        _ => null,
    };
}
