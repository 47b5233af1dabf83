using System.Collections.Immutable;
using ToolZero.Core.Calls;
using ToolZero.Core.Formats;
using ToolZero.Core.Json;

namespace ToolZero.Core.Rewards.ToolRl;

/// <summary>Part of the best score that an answer reached: the quotient is taken last, as the authors' code takes it.</summary>
/// <param name="Reached">S.</param>
/// <param name="Most">S_max.</param>
internal readonly record struct ToolRlShare(double Reached, double Most)
{
    public static ToolRlShare All { get; } = new(1, 1);

    public static ToolRlShare None { get; } = new(0, 1);

    /// <summary>On the scale from −<paramref name="maximum"/> to <paramref name="maximum"/>.</summary>
    public double On(double maximum) => 2 * maximum * Reached / Most - maximum;
}

/// <summary>
/// Correctness of ToolRL (section 3.3): all for equal lists, else S of S_max. S = J(names) + for every reference call, in order, the
/// best unused prediction of its name: J(keys) + the number of equal values; S_max = 1 + Σ (1 + parameters). Of equally good predictions
/// the first wins. Values are equal as Python holds them equal.
/// </summary>
internal static class ToolRlCorrectness
{
    private const string Name = "name";

    /// <summary>Null where the authors' code fails: a prediction without a name or parameters where one is needed.</summary>
    public static ToolRlShare? Share(ImmutableArray<CallValue> reference, ImmutableArray<CallValue> predicted, ToolRlMatch match)
    {
        if (PythonEquality.AreEqual(reference, predicted)) return ToolRlShare.All;
        if (match == ToolRlMatch.Coarse) return ToolRlShare.None;
        if (Names(reference) is not { } wanted || Names(predicted) is not { } given) return null;
        if (MatchNames(wanted, given, match == ToolRlMatch.Refined) is not { } score) return null;

        var most = 1.0;
        var used = new bool[predicted.Length];
        for (var r = 0; r < reference.Length; r++)
        {
            var parameters = (CallValue.Mapping)JsonCalls.Find((CallValue.Mapping)reference[r], ToolRlCalls.ArgumentsKey)!;
            most += match == ToolRlMatch.Intermediate ? 1 : 1 + parameters.Entries.Length;
            var best = 0.0;
            var bestAt = -1;
            for (var p = 0; p < predicted.Length; p++)
            {
                if (used[p] || !PythonEquality.AreEqual(given[p], wanted[r])) continue;
                if (match == ToolRlMatch.Intermediate)
                {
                    if (!PythonEquality.AreEqual(reference[r], predicted[p])) continue;
                    (best, bestAt) = (1, p);
                    break;
                }

                if (JsonCalls.Find((CallValue.Mapping)predicted[p], ToolRlCalls.ArgumentsKey) is not CallValue.Mapping other) return null;
                var total = MultisetMatch.Of(Keys(parameters), Keys(other), match == ToolRlMatch.Refined) + EqualValues(parameters, other);
                if (total > best) (best, bestAt) = (total, p);
            }

            if (bestAt < 0) continue;
            used[bestAt] = true;
            score += best;
        }

        return new ToolRlShare(score, most);
    }

    private static List<CallValue>? Names(ImmutableArray<CallValue> calls)
    {
        var names = new List<CallValue>(calls.Length);
        foreach (var call in calls)
        {
            if (call is not CallValue.Mapping mapping || JsonCalls.Find(mapping, Name) is not { } name) return null;
            names.Add(name);
        }

        return names;
    }

    private static double? MatchNames(List<CallValue> wanted, List<CallValue> given, bool exact)
    {
        if (PythonEquality.AreEqual([.. wanted], [.. given])) return 1;
        if (exact || wanted.Count == 0 || given.Count == 0) return 0;
        var (left, right) = (wanted.Select(MultisetMatch.Key).ToList(), given.Select(MultisetMatch.Key).ToList());
        return left.Contains(null) || right.Contains(null) ? null : MultisetMatch.Of(left!, right!, exact: false);
    }

    private static List<string> Keys(CallValue.Mapping parameters) => [.. parameters.Entries.Select(e => ((CallValue.Text)e.Key).Value)];

    private static double EqualValues(CallValue.Mapping wanted, CallValue.Mapping given)
    {
        var values = given.Entries.ToDictionary(e => ((CallValue.Text)e.Key).Value, e => e.Value, StringComparer.Ordinal);
        return wanted.Entries.Count(e => values.TryGetValue(((CallValue.Text)e.Key).Value, out var value) && PythonEquality.AreEqual(value, e.Value));
    }
}
