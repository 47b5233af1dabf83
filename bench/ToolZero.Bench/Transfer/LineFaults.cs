using ToolZero.Actors.Weights.Lane;

namespace ToolZero.Bench.Transfer;

/// <summary>Damage on all lanes, by counting: of so many frames one is corrupted, lost, doubled, or the last of its connection.</summary>
internal sealed class LineFaults
{
    private long _frames;
    private long _damaged;

    /// <summary>Frames that did not go as they should.</summary>
    public long Damaged => Interlocked.Read(ref _damaged);

    public LaneFault Next(ulong manifest, int frame)
    {
        var count = Interlocked.Increment(ref _frames);
        var fault = (count % 61, count % 149, count % 211, count % 997) switch
        {
            (0, _, _, _) => LaneFault.Corrupt,
            (_, 0, _, _) => LaneFault.Drop,
            (_, _, 0, _) => LaneFault.Duplicate,
            (_, _, _, 0) => LaneFault.Cut,
            _ => LaneFault.None,
        };
        if (fault != LaneFault.None) Interlocked.Increment(ref _damaged);
        return fault;
    }
}
