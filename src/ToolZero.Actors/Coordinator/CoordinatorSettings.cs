namespace ToolZero.Actors.Coordinator;

/// <summary>What the coordinator decides by.</summary>
/// <param name="Steps">Optimiser steps of the run.</param>
/// <param name="Batch">Groups per step (<c>learner.prompts-per-batch</c>).</param>
/// <param name="GroupsPerLease">Groups of one unit of work (<c>rollout.groups-per-lease</c>).</param>
/// <param name="MaxVersions">η (<c>staleness.max-versions</c>).</param>
/// <param name="LeaseDeadline">A lease that is not delivered whole by then goes to another worker.</param>
/// <param name="MaxAttempts">Failed leases after which the groups of a unit are quarantined.</param>
/// <param name="CheckpointEvery">Steps between checkpoints; 0 = only at the end.</param>
public sealed record CoordinatorSettings(
    long Steps,
    int Batch,
    int GroupsPerLease,
    int MaxVersions,
    TimeSpan LeaseDeadline,
    int MaxAttempts,
    int CheckpointEvery)
{
    public StalenessGate Gate => new(MaxVersions, Batch, Steps);

    /// <summary>Groups lost in a row, none stored in between, after which the run is given up: something is wrong with all of them.</summary>
    public int MaxLostInARow => 4 * Batch;
}
