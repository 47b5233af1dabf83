using System.Collections.Immutable;

namespace ToolZero.Actors.Node;

/// <summary>What a child of the node does.</summary>
public enum RoleKind
{
    Coordinator,
    Learner,
    Rollout,
    Reward,
    Weights,
    Evaluation,
}

/// <summary>How a child is.</summary>
public enum RoleHealth
{
    Running,

    /// <summary>It failed and comes back after its backoff.</summary>
    Restarting,

    /// <summary>Its restart limit is exceeded.</summary>
    GivenUp,
}

/// <summary>One child: its incarnation, health and failures.</summary>
public sealed record RoleStatus(string Name, RoleKind Kind, int Incarnation, RoleHealth Health, RestartBudget Budget)
{
    /// <summary>Name of this incarnation: unique in the run, so that nothing of an earlier one is taken for it.</summary>
    public string FullName => $"{Name}#{Incarnation}";
}

/// <summary>What the node does about a failed child.</summary>
public abstract record NodeEffect
{
    private NodeEffect()
    {
    }

    public sealed record RestartAfter(string Name, TimeSpan Wait) : NodeEffect;

    public sealed record FailRun(string Reason) : NodeEffect;
}

/// <summary>The children of a node and their restart budgets; pure.</summary>
public sealed record NodeState(SupervisionSettings Settings)
{
    public ImmutableSortedDictionary<string, RoleStatus> Roles { get; init; } = ImmutableSortedDictionary<string, RoleStatus>.Empty;

    /// <summary>The state with the next incarnation of a child running.</summary>
    public NodeState Started(string name, RoleKind kind)
    {
        var status = Roles.GetValueOrDefault(name) ?? new RoleStatus(name, kind, 0, RoleHealth.Running, new RestartBudget(Settings));
        return this with { Roles = Roles.SetItem(name, status with { Incarnation = status.Incarnation + 1, Health = RoleHealth.Running }) };
    }

    /// <summary>
    /// A child failed: it comes back after its backoff while its budget lasts. The run goes on without evaluations on the way, and without a
    /// rollout worker as long as another one is left; without any other role it cannot.
    /// </summary>
    public (NodeState State, NodeEffect? Effect) Failed(string name, string reason, DateTimeOffset now)
    {
        var (budget, wait) = Roles[name].Budget.Failed(now);
        var status = Roles[name] with { Budget = budget, Health = wait is null ? RoleHealth.GivenUp : RoleHealth.Restarting };
        var state = this with { Roles = Roles.SetItem(name, status) };
        if (wait is { } delay) return (state, new NodeEffect.RestartAfter(name, delay));
        var text = $"{name} failed {budget.Failures.Length} times within {Settings.Within}: {reason}";
        if (status.Kind == RoleKind.Evaluation) return (state, null);
        if (status.Kind != RoleKind.Rollout) return (state, new NodeEffect.FailRun(text));
        return state.Roles.Values.Any(r => r.Kind == RoleKind.Rollout && r.Health != RoleHealth.GivenUp)
            ? (state, null)
            : (state, new NodeEffect.FailRun($"no rollout worker is left; {text}"));
    }
}
