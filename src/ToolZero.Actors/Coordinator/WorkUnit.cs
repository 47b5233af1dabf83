using System.Collections.Immutable;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Coordinator;

/// <summary>Where an open group is.</summary>
public enum GroupPhase
{
    /// <summary>Not delivered yet: pending or leased, as its unit says.</summary>
    Open,

    /// <summary>Stored, waiting for a batch.</summary>
    Scored,

    /// <summary>In the journalled batch that the learner trains.</summary>
    Batched,
}

/// <summary>A group that is issued and neither trained nor lost.</summary>
/// <param name="Id">Its ordinal.</param>
/// <param name="Unit">The unit it is generated in.</param>
/// <param name="Phase">Where it is.</param>
/// <param name="SampledBy">Oldest policy version among its tokens; meaningful once scored.</param>
/// <param name="IsFlat">All its rewards are equal; meaningful once scored.</param>
public sealed record OpenGroup(GroupId Id, long Unit, GroupPhase Phase, long SampledBy, bool IsFlat = false);

/// <summary>Who works on a unit, until when, and the version that was newest when it began.</summary>
public sealed record ActiveLease(string Worker, long Sequence, long Version, DateTimeOffset Since, DateTimeOffset Deadline);

/// <summary>
/// Groups that are leased together and generated alone: floating-point results depend on what is computed side by side, so a unit is always
/// generated whole, also when some of its groups are stored already.
/// </summary>
/// <param name="Id">Ordinal of its first group; a group that is tried again after its quarantine is unit −1 − ordinal.</param>
/// <param name="Groups">All its groups, ascending.</param>
/// <param name="Attempt">Number of the latest lease; 0 before the first. It only grows, so it names the lease.</param>
/// <param name="Failures">Leases that ended without all their groups, by a fault.</param>
/// <param name="Lease">The lease in force.</param>
/// <param name="Evidence">Why earlier leases failed, as far as this coordinator knows.</param>
public sealed record WorkUnit(long Id, ImmutableArray<GroupId> Groups, int Attempt, int Failures, ActiveLease? Lease, ImmutableArray<string> Evidence)
{
    public static WorkUnit New(ImmutableArray<GroupId> groups) => new(groups[0].Value, groups, 0, 0, null, []);

    /// <summary>The unit of a group that left the quarantine.</summary>
    public static WorkUnit Retried(GroupId group, int attempt) => new(-1 - group.Value, [group], attempt, 0, null, []);
}
