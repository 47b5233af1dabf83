namespace ToolZero.Actors.Coordinator;

/// <summary>
/// Admits work only while it can still be trained in time, so that nothing is generated that must be thrown away:
/// issued-not-lost ≤ (η + version + 1)·batch, and never more than the run needs in all.
/// </summary>
/// <param name="MaxVersions">η: versions a trajectory may lag behind the step that trains it; 0 = synchronous.</param>
/// <param name="Batch">Groups per optimiser step.</param>
/// <param name="Steps">Optimiser steps of the whole run.</param>
public sealed record StalenessGate(int MaxVersions, int Batch, long Steps)
{
    /// <summary>Groups that may exist, lost ones apart, while <paramref name="version"/> is the newest policy.</summary>
    public long Capacity(long version) => Math.Min(MaxVersions + version + 1, Steps) * Batch;

    /// <summary>Groups that may be issued now.</summary>
    public long Room(long version, long issuedNotLost) => Math.Max(0, Capacity(version) - issuedNotLost);

    /// <summary>True when a group whose oldest token was sampled by <paramref name="sampledBy"/> may be trained at <paramref name="step"/>.</summary>
    public bool Fresh(long sampledBy, long step) => sampledBy + MaxVersions >= step;

    /// <summary>True when the group must be part of the batch of <paramref name="step"/>: one step later it would be stale.</summary>
    public bool Due(long sampledBy, long step) => sampledBy + MaxVersions <= step;
}
