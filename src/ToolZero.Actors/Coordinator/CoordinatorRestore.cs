using System.Collections.Immutable;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Coordinator;

/// <summary>An open group as the ledger knows it.</summary>
/// <param name="Id">Its ordinal.</param>
/// <param name="Unit">The unit that it is generated in.</param>
/// <param name="Scored">Stored with its payload.</param>
/// <param name="Attempt">Latest lease of its unit; 0 before the first.</param>
/// <param name="Failures">Leases of it that failed.</param>
/// <param name="SampledBy">Oldest policy version among its tokens.</param>
/// <param name="IsFlat">Scored, and all its rewards are equal.</param>
public sealed record RestoredGroup(GroupId Id, long Unit, bool Scored, int Attempt, int Failures, long SampledBy, bool IsFlat = false);

/// <summary>What the ledger says about a run that was interrupted.</summary>
public sealed record RestoredRun
{
    public static RestoredRun Fresh { get; } = new();

    /// <summary>Optimiser steps whose batch is marked trained.</summary>
    public long Version { get; init; }

    /// <summary>Groups of every trained step.</summary>
    public BatchSizes Sizes { get; init; } = BatchSizes.Empty;

    /// <summary>Groups issued so far.</summary>
    public long NextGroup { get; init; }

    public LostCounts Lost { get; init; } = LostCounts.None;

    /// <summary>Deliveries dropped so far.</summary>
    public long Duplicates { get; init; }

    /// <summary>Step of the newest checkpoint; 0 = none.</summary>
    public long CheckpointStep { get; init; }

    /// <summary>Number of the newest learner; 0 = none.</summary>
    public long LearnerEpoch { get; init; }

    public ImmutableArray<RollbackPoint> Rollbacks { get; init; } = [];

    /// <summary>Live keys that were changed, in order.</summary>
    public ImmutableArray<SettingChange> Changes { get; init; } = [];

    /// <summary>Groups neither trained nor lost, with those of <see cref="Outstanding"/>.</summary>
    public ImmutableArray<RestoredGroup> Open { get; init; } = [];

    /// <summary>Groups that are trained or lost, by the unit they were issued in, for units that have open groups.</summary>
    public ImmutableArray<(GroupId Id, long Unit)> SettledInOpenUnits { get; init; } = [];

    /// <summary>The batch that is journalled and not trained.</summary>
    public OutstandingBatch? Outstanding { get; init; }

    /// <summary>Groups that others took the place of in the batch that was being filled.</summary>
    public long Replaced { get; init; }

    /// <summary>The state in which the run goes on: leases are forgotten until their workers tell of them, units keep their boundaries.</summary>
    /// <param name="settings">As the run began with; what operators changed since is applied to them.</param>
    public CoordinatorState Restore(CoordinatorSettings settings)
    {
        var settled = SettledInOpenUnits.ToLookup(s => s.Unit, s => s.Id);
        var units = Open.GroupBy(g => g.Unit)
            .Where(unit => unit.Any(g => !g.Scored))
            .Select(unit => new WorkUnit(
                unit.Key, [.. unit.Select(g => g.Id).Concat(settled[unit.Key]).Order()], unit.Max(g => g.Attempt), unit.Max(g => g.Failures), null, []));
        var book = GroupBook.Restored(Open.Select(g => new OpenGroup(g.Id, g.Unit, g.Scored ? GroupPhase.Scored : GroupPhase.Open, g.SampledBy, g.IsFlat)), units);
        return new CoordinatorState(settings.Apply(Changes))
        {
            Version = Version,
            Sizes = Sizes,
            NextGroup = NextGroup,
            Lost = Lost,
            Duplicates = Duplicates,
            CheckpointStep = CheckpointStep,
            LearnerEpoch = LearnerEpoch,
            Rollbacks = Rollbacks,
            Book = Outstanding is { } batch ? book.Batch(batch.Groups) : book,
            Outstanding = Outstanding,
            Replaced = Replaced,
        };
    }
}
