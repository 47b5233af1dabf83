using ToolZero.Core.Randomness;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Coordinator;

/// <summary>
/// Which dataset row a group asks: epoch e = id / count goes through the rows in a permutation of its own, drawn from (seed, e).
/// A pure function of the group's id, so a resumed run neither skips nor repeats a row.
/// </summary>
public sealed class PromptCursor
{
    // Far from the streams that data generators use under the same run seed.
    private const ulong StreamBase = 0x7072_6F6D_7074_0000;

    private readonly ulong _seed;
    private readonly int _count;
    private long _epoch = -1;
    private int[] _order = [];

    public PromptCursor(ulong seed, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        _seed = seed;
        _count = count;
    }

    /// <summary>Index of the row, in [0, count).</summary>
    public int Row(GroupId id)
    {
        var (epoch, position) = Math.DivRem(id.Value, _count);
        if (epoch != _epoch)
        {
            _order = [.. Enumerable.Range(0, _count)];
            new RandomStream(_seed, StreamBase + (ulong)epoch).Shuffle(_order);
            _epoch = epoch;
        }

        return _order[(int)position];
    }
}
