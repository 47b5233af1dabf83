using ToolZero.Model.Configuration;
using static TorchSharp.torch;

namespace ToolZero.Model.Generation;

/// <summary>
/// How rows meet the prompts of their groups: a grid of groups × places, padded to the largest group, in which all queries of a group lie
/// side by side, so that one product per group and key head serves them. Maps between (row, key head) and (group, key head, place).
/// </summary>
internal sealed class RowGrid : IDisposable
{
    private RowGrid(int groups, int places, Tensor? toGrid, Tensor? fromGrid)
    {
        Groups = groups;
        Places = places;
        ToGrid = toGrid;
        FromGrid = fromGrid;
    }

    public int Groups { get; }

    /// <summary>Rows of the largest group.</summary>
    public int Places { get; }

    /// <summary>Source (row, key head) of each (group, key head, place), padding repeats row 0; null when both orders are the same.</summary>
    public Tensor? ToGrid { get; }

    /// <summary>(group, key head, place) of each (row, key head); null when both orders are the same.</summary>
    public Tensor? FromGrid { get; }

    public static RowGrid Of(IReadOnlyList<ActiveRow> rows, int groups, ModelConfig config, Device device)
    {
        var places = 1;
        var used = new int[groups];
        foreach (var row in rows) places = Math.Max(places, ++used[row.Group.Slot]);
        Array.Clear(used);
        int keyHeads = config.KeyValueHeads;
        var toGrid = new long[groups * keyHeads * places];
        var fromGrid = new long[rows.Count * keyHeads];
        for (var n = 0; n < rows.Count; n++)
        {
            var slot = rows[n].Group.Slot;
            var place = used[slot]++;
            for (var h = 0; h < keyHeads; h++)
            {
                var cell = ((slot * keyHeads) + h) * places + place;
                toGrid[cell] = n * keyHeads + h;
                fromGrid[n * keyHeads + h] = cell;
            }
        }

        var same = toGrid.AsSpan().SequenceEqual(fromGrid) && IsAscending(fromGrid);
        return new RowGrid(groups, places, same ? null : Near(toGrid), same ? null : Near(fromGrid));

        Tensor Near(long[] values)
        {
            using var near = tensor(values);
            return near.to(ScalarType.Int64, device, copy: true).DetachFromDisposeScope();
        }
    }

    public Tensor Gather(Tensor byRow) => ToGrid is null ? byRow : byRow.index_select(0, ToGrid);

    public Tensor Scatter(Tensor byCell) => FromGrid is null ? byCell : byCell.index_select(0, FromGrid);

    public void Dispose()
    {
        ToGrid?.Dispose();
        FromGrid?.Dispose();
    }

    private static bool IsAscending(long[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] != i) return false;
        }

        return true;
    }
}
