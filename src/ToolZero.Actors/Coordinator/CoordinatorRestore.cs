using System.Collections.Immutable;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Coordinator;

/// <summary>An open group as the ledger knows it.</summary>
/// <param name="Id">Its ordinal.</param>
/// <param name="Unit">Ordinal of the first group of its unit.</param>
/// <param name="Scored">Stored with its payload.</param>
/// <param name="Attempt">Latest lease of its unit; 0 before the first.</param>
/// <param name="SampledBy">Oldest policy version among its tokens.</param>
public sealed record RestoredGroup(GroupId Id, long Unit, bool Scored, int Attempt, long SampledBy);

/// <summary>What the ledger says about a run that was interrupted.</summary>
/// <param name="Version">Optimiser steps whose batch is marked trained.</param>
/// <param name="NextGroup">Groups issued so far.</param>
/// <param name="Quarantined">Groups lost so far.</param>
/// <param name="Duplicates">Deliveries dropped so far.</param>
/// <param name="CheckpointStep">Step of the newest checkpoint; 0 = none.</param>
/// <param name="Open">Groups neither trained nor lost, with those of <paramref name="Outstanding"/>.</param>
/// <param name="SettledInOpenUnits">Groups that are trained or lost, by the unit they were issued in, for units that have open groups.</param>
/// <param name="Outstanding">The batch that is journalled and not trained.</param>
public sealed record RestoredRun(
    long Version,
    long NextGroup,
    long Quarantined,
    long Duplicates,
    long CheckpointStep,
    ImmutableArray<RestoredGroup> Open,
    ImmutableArray<(GroupId Id, long Unit)> SettledInOpenUnits,
    OutstandingBatch? Outstanding)
{
    public static RestoredRun Fresh { get; } = new(0, 0, 0, 0, 0, [], [], null);

    /// <summary>The state in which the run goes on: leases are forgotten until their workers tell of them, units keep their boundaries.</summary>
    public CoordinatorState Restore(CoordinatorSettings settings)
    {
        var batched = Outstanding?.Groups.ToImmutableHashSet() ?? [];
        var groups = Open.ToImmutableSortedDictionary(
            g => g.Id,
            g => new OpenGroup(g.Id, g.Unit, batched.Contains(g.Id) ? GroupPhase.Batched : g.Scored ? GroupPhase.Scored : GroupPhase.Open, g.SampledBy));
        var units = Open.GroupBy(g => g.Unit)
            .Where(unit => unit.Any(g => !g.Scored))
            .ToImmutableSortedDictionary(
                unit => unit.Key,
                unit => new WorkUnit(
                    unit.Key,
                    [.. unit.Select(g => g.Id).Concat(SettledInOpenUnits.Where(s => s.Unit == unit.Key).Select(s => s.Id)).Order()],
                    unit.Max(g => g.Attempt),
                    null,
                    []));
        return new CoordinatorState(settings)
        {
            Version = Version,
            NextGroup = NextGroup,
            Quarantined = Quarantined,
            Duplicates = Duplicates,
            CheckpointStep = CheckpointStep,
            Groups = groups,
            Units = units,
            Outstanding = Outstanding,
        };
    }
}
