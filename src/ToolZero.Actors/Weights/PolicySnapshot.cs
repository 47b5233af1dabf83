using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Weights;

/// <summary>
/// The weights of one policy version: the payload is disposed when the publisher has moved on and the last worker has let go.
/// </summary>
/// <param name="version">Optimiser steps in the weights.</param>
/// <param name="weights">The payload, owned from here on.</param>
/// <param name="epoch">Times that the run went back to older weights.</param>
public sealed class PolicySnapshot(PolicyVersion version, IDisposable weights, long epoch = 0) : Shared
{
    public PolicyVersion Version { get; } = version;

    /// <summary>Which of two snapshots is the newer one.</summary>
    public WeightsKey Key { get; } = new(epoch, version.Value);

    /// <summary>The weights; valid while a share is held.</summary>
    public IDisposable Weights { get; } = weights;

    public override string ToString() => $"policy {Key}";

    protected override void Free() => Weights.Dispose();
}
