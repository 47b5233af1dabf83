using System.Collections.Immutable;
using ToolZero.Core.Calls;

namespace ToolZero.Core.Rewards;

/// <summary>Compares predicted with reference calls as abstract syntax (method: AST equality, bad values).</summary>
public static class CallComparison
{
    /// <summary>Equal as multisets: order of calls and of keys ignored, values by type and value.</summary>
    public static bool AreEqual(ImmutableArray<ToolCall> predicted, ImmutableArray<ToolCall> reference) =>
        IsSameMultiset(predicted, reference);

    /// <summary>The same function names, each as often.</summary>
    public static bool HaveSameNames(ImmutableArray<ToolCall> predicted, ImmutableArray<ToolCall> reference) =>
        IsSameMultiset(predicted.Select(c => c.Name).ToArray(), reference.Select(c => c.Name).ToArray());

    /// <summary>
    /// Number of reference parameters that the paired call supplies with a different value. Each reference call, in order, takes the
    /// first unused prediction of its name; what is left is paired by position. A missing key is not a bad value.
    /// </summary>
    public static int CountBadValues(ImmutableArray<ToolCall> predicted, ImmutableArray<ToolCall> reference)
    {
        var partner = new int[reference.Length];
        var used = new bool[predicted.Length];
        for (var r = 0; r < reference.Length; r++)
        {
            partner[r] = -1;
            for (var p = 0; p < predicted.Length && partner[r] < 0; p++)
            {
                if (used[p] || predicted[p].Name != reference[r].Name) continue;
                partner[r] = p;
                used[p] = true;
            }
        }

        var next = 0;
        var bad = 0;
        for (var r = 0; r < reference.Length; r++)
        {
            if (partner[r] < 0)
            {
                while (next < predicted.Length && used[next]) next++;
                if (next == predicted.Length) continue;
                partner[r] = next++;
            }

            bad += CountDifferent(predicted[partner[r]], reference[r]);
        }

        return bad;
    }

    private static int CountDifferent(ToolCall predicted, ToolCall reference) => reference.Arguments.Count(
        wanted => predicted.Arguments.Any(given => given.Name == wanted.Name && given.Value != wanted.Value));

    private static bool IsSameMultiset<T>(IReadOnlyList<T> left, IReadOnlyList<T> right)
        where T : notnull
    {
        if (left.Count != right.Count) return false;
        var counts = new Dictionary<T, int>();
        foreach (var item in left) counts[item] = counts.GetValueOrDefault(item) + 1;
        foreach (var item in right)
        {
            if (counts.GetValueOrDefault(item) == 0) return false;
            counts[item]--;
        }

        return true;
    }
}
