using ToolZero.Core.Randomness;

namespace ToolZero.Core.Data;

/// <summary>
/// The order in which a run visits its tasks: every epoch is another permutation of all of them. A pure function of seed and cursor, so a
/// resumed run neither skips nor repeats a task, and the cursor is all there is to store.
/// </summary>
/// <remarks>
/// The permutation is a Feistel network on the smallest even number of bits that holds the count, walked until it lands inside (Black and
/// Rogaway 2002): constant memory, no table per epoch.
/// </remarks>
public sealed class PromptOrder
{
    private const uint Rounds = 6;

    private readonly ulong _seed;
    private readonly int _count;
    private readonly int _halfBits;

    /// <param name="seed">Seed of the run.</param>
    /// <param name="count">Number of tasks, at least 1.</param>
    public PromptOrder(ulong seed, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        (_seed, _count) = (seed, count);
        while (1L << (2 * _halfBits) < count) _halfBits++;
    }

    /// <summary>Epoch of a cursor, from 0.</summary>
    public long EpochAt(long cursor) => cursor / _count;

    /// <summary>Index of the task that cursor <paramref name="cursor"/> (from 0, over all epochs) visits.</summary>
    public int TaskAt(long cursor)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cursor);
        var (epoch, position) = Math.DivRem(cursor, _count);
        do position = Permute((ulong)epoch, position);
        while (position >= _count);
        return (int)position;
    }

    private long Permute(ulong epoch, long value)
    {
        var mask = (1L << _halfBits) - 1;
        var (left, right) = (value >> _halfBits, value & mask);
        for (var round = 0U; round < Rounds; round++)
            (left, right) = (right, left ^ ((long)CounterRandom.Bits(_seed, epoch, (uint)right, round) & mask));
        return (left << _halfBits) | right;
    }
}
