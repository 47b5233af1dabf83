namespace ToolZero.Actors.Coordinator;

/// <summary>
/// Admits work only while it can still be trained in time, so that nothing is generated that must be thrown away: issued groups that are
/// neither trained nor lost ≤ (η + 1)·batch, and never more than the steps that are left train. With one batch size throughout that is
/// issued ≤ (η + version + 1)·batch.
/// </summary>
/// <param name="MaxVersions">η: versions a trajectory may lag behind the step that trains it; 0 = synchronous.</param>
/// <param name="Batch">Groups per optimiser step.</param>
/// <param name="Steps">Optimiser steps of the whole run.</param>
public sealed record StalenessGate(int MaxVersions, int Batch, long Steps)
{
    /// <summary>Groups that may be open while <paramref name="version"/> is the newest policy.</summary>
    public long Capacity(long version) => Math.Min(MaxVersions + 1, Math.Max(0, Steps - version)) * Batch;

    /// <summary>Groups that may be issued now, when this many are open.</summary>
    public long Room(long version, long open) => Math.Max(0, Capacity(version) - open);

    /// <summary>True when a group whose oldest token was sampled by <paramref name="sampledBy"/> may be trained at <paramref name="step"/>.</summary>
    public bool Fresh(long sampledBy, long step) => sampledBy + MaxVersions >= step;

    /// <summary>Newest version whose groups must be trained by <paramref name="step"/>: one step later they would be stale.</summary>
    public long DueVersion(long step) => step - MaxVersions;

    /// <summary>
    /// True when groups of these ages can all be trained in time: for every coming step no more are due by then than the batches from
    /// <paramref name="next"/> up to it hold, less <paramref name="taken"/> batches that others fill.
    /// </summary>
    public bool Trains(VersionCounts sampled, long next, int taken = 0)
    {
        for (var later = 0; later <= MaxVersions; later++)
            if (sampled.UpTo(DueVersion(next + later)) > (later + 1L - taken) * Batch) return false;
        return sampled.Oldest is not { } oldest || Fresh(oldest, next + taken);
    }
}
