namespace ToolZero.Actors.Weights;

/// <summary>
/// Something shared by reference and counted: it is freed when the last share is given back. A message may carry it when it is gone already,
/// so a receiver takes its share with <see cref="TryAcquire"/>.
/// </summary>
public abstract class Shared
{
    // The creator holds the first share.
    private int _shares = 1;

    public bool Disposed => Volatile.Read(ref _shares) == 0;

    /// <summary>Takes a share; false when it is freed already.</summary>
    public bool TryAcquire()
    {
        for (var shares = Volatile.Read(ref _shares); shares > 0; shares = Volatile.Read(ref _shares))
            if (Interlocked.CompareExchange(ref _shares, shares + 1, shares) == shares) return true;
        return false;
    }

    /// <summary>Gives one share back.</summary>
    public void Release()
    {
        var left = Interlocked.Decrement(ref _shares);
        if (left < 0) throw new InvalidOperationException($"{this} was released more often than acquired");
        if (left == 0) Free();
    }

    protected abstract void Free();
}
