using ToolZero.Actors.Coordinator;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Tests.Coordinator;

/// <summary>A rollout worker: the leases that it has, and the number of its last one.</summary>
internal sealed class SimulatedWorker(string name)
{
    public string Name { get; } = name;

    public long Sequence { get; set; }

    public List<SimulatedLease> Leases { get; } = [];
}

/// <summary>A learner: where it stands, and what it was told and has not read.</summary>
internal sealed class SimulatedLearner(string name)
{
    public string Name { get; } = name;

    public LearnerStanding Standing { get; set; } = LearnerStanding.Unknown;

    /// <summary>What it was told, with the rollbacks that there were then.</summary>
    public Queue<(CoordinatorEffect Effect, int Rollbacks)> Inbox { get; } = new();
}

/// <summary>A lease and its groups that are not delivered.</summary>
internal sealed record SimulatedLease(LeaseId Id, WeightsKey Weights, List<GroupId> Groups);
