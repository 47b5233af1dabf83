using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Weights;

/// <summary>
/// The weights of one policy version, shared by reference and counted: the payload is disposed when the publisher has moved on and the last
/// worker has let go. A message may carry a snapshot that is gone when it arrives, so a receiver takes its share with <see cref="TryAcquire"/>.
/// </summary>
/// <param name="version">Optimiser steps in the weights.</param>
/// <param name="weights">The payload, owned from here on.</param>
/// <param name="epoch">Times that the run went back to older weights.</param>
public sealed class PolicySnapshot(PolicyVersion version, IDisposable weights, long epoch = 0)
{
    // The creator holds the first share.
    private int _shares = 1;

    public PolicyVersion Version { get; } = version;

    /// <summary>Which of two snapshots is the newer one.</summary>
    public WeightsKey Key { get; } = new(epoch, version.Value);

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
