using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Weights;

/// <summary>
/// The weights of one policy version, shared by reference and counted: the payload is disposed when the publisher has moved on and the last
/// worker has let go. A message may carry a snapshot that is gone when it arrives, so a receiver takes its share with <see cref="TryAcquire"/>.
/// </summary>
public sealed class PolicySnapshot(PolicyVersion version, IDisposable weights)
{
    // The creator holds the first share.
    private int _shares = 1;

    public PolicyVersion Version { get; } = version;

    /// <summary>The weights; valid while a share is held.</summary>
    public IDisposable Weights { get; } = weights;

    public bool Disposed => Volatile.Read(ref _shares) == 0;

    /// <summary>Takes a share; false when the weights are disposed already.</summary>
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
        if (left < 0) throw new InvalidOperationException($"policy {Version} was released more often than acquired");
        if (left == 0) Weights.Dispose();
    }
}
