namespace ToolZero.Model.Generation;

/// <summary>Lists whose order is free and which have no gaps, because their indices are slots of a cache.</summary>
internal static class Dense
{
    /// <summary>Removes items and fills the gaps with the last ones that stay.</summary>
    /// <returns>What moved: from the old index to the new one. No target is also a source.</returns>
    public static List<(int From, int To)> Remove<T>(List<T> items, Predicate<T> leaves)
    {
        var moves = new List<(int From, int To)>();
        var end = items.Count;
        for (var i = 0; i < end; i++)
        {
            if (!leaves(items[i])) continue;
            do end--;
            while (end > i && leaves(items[end]));
            if (end <= i) break;
            items[i] = items[end];
            moves.Add((end, i));
        }

        items.RemoveRange(end, items.Count - end);
        return moves;
    }
}
