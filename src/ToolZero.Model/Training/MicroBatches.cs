using System.Collections.Immutable;

namespace ToolZero.Model.Training;

/// <summary>What a group costs the learner: the prompt once and every sample, padded to the longest.</summary>
/// <param name="PromptTokens">Length of the shared prompt.</param>
/// <param name="Samples">Number of samples.</param>
/// <param name="LongestSample">Length of the longest sample.</param>
public readonly record struct GroupSize(int PromptTokens, int Samples, int LongestSample)
{
    /// <summary>Tokens of the padded group.</summary>
    public long Tokens => PromptTokens + (long)Samples * LongestSample;

    /// <summary>The smallest padded shape that holds both.</summary>
    public GroupSize Cover(GroupSize other) => new(
        Math.Max(PromptTokens, other.PromptTokens), Math.Max(Samples, other.Samples), Math.Max(LongestSample, other.LongestSample));
}

/// <summary>
/// Splits a batch into micro-batches of whole groups. Pure, and independent of the number of threads, so that the order in which gradients
/// are added is always the same.
/// </summary>
public static class MicroBatches
{
    /// <summary>
    /// Groups of similar size together, each micro-batch within <paramref name="tokenBudget"/> padded tokens (a group above the budget stands
    /// alone), an even number of micro-batches where there are enough groups, and all as equal as possible, so that two threads finish together.
    /// </summary>
    /// <param name="groups">Sizes, in batch order.</param>
    /// <param name="tokenBudget">Padded tokens that one micro-batch may hold, above 0.</param>
    /// <returns>Indices into <paramref name="groups"/>; every index exactly once.</returns>
    public static ImmutableArray<ImmutableArray<int>> Pack(IReadOnlyList<GroupSize> groups, int tokenBudget)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tokenBudget);
        if (groups.Count == 0) return [];
        var order = Enumerable.Range(0, groups.Count).OrderByDescending(i => groups[i].Tokens).ThenBy(i => i).ToArray();
        var within = Split(groups, order, tokenBudget);
        var count = Math.Min(groups.Count, within.Count + within.Count % 2);

        // The smallest limit that still needs no more than `count` micro-batches makes them equal.
        long low = 1, high = Math.Max(tokenBudget, groups.Max(g => g.Tokens));
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (Split(groups, order, middle).Count <= count) high = middle;
            else low = middle + 1;
        }

        return [.. Split(groups, order, low)];
    }

    private static List<ImmutableArray<int>> Split(IReadOnlyList<GroupSize> groups, int[] order, long limit)
    {
        var result = new List<ImmutableArray<int>>();
        var start = 0;
        var shape = groups[order[0]];
        for (var i = 1; i <= order.Length; i++)
        {
            var wider = i < order.Length ? shape.Cover(groups[order[i]]) : default;
            if (i < order.Length && wider.Tokens * (i + 1 - start) <= limit)
            {
                shape = wider;
                continue;
            }

            result.Add([.. order[start..i]]);
            start = i;
            if (i < order.Length) shape = groups[order[i]];
        }

        return result;
    }
}
