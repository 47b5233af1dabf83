using System.Collections.Immutable;

namespace ToolZero.Actors.Node;

/// <summary>What a child does.</summary>
public enum RoleKind
{
    Coordinator,
    Learner,
    Rollout,
    Reward,
    Weights,
    Evaluation,
    Admin,
}

/// <summary>How a child is.</summary>
public enum RoleHealth
{
    Running,

    /// <summary>It failed and comes back after its backoff.</summary>
    Restarting,

    /// <summary>Its restart limit is exceeded.</summary>
    GivenUp,

    /// <summary>It finishes what it has and takes nothing new.</summary>
    Draining,

    /// <summary>It ended as it should, or its node left.</summary>
    Gone,
}

/// <summary>A process of the cluster.</summary>
/// <param name="Name">Unique among the nodes that are up; "" in an embedded run.</param>
/// <param name="Boot">Tells a process from one of the same name before it.</param>
public readonly record struct NodeId(string Name, string Boot)
{
    /// <summary>The only process of an embedded run.</summary>
    public static NodeId Embedded { get; } = new("", "");

    /// <summary>Name of an incarnation of a child: unique in the run, so that nothing of an earlier one is taken for it. What stands before # stays the same.</summary>
    public string FullName(string child, int incarnation) => Name.Length == 0 ? $"{child}#{incarnation}" : $"{Name}/{child}#{Boot}.{incarnation}";
}

/// <summary>One child: its incarnation, health and failures.</summary>
public sealed record RoleStatus(string Name, RoleKind Kind, string FullName, int Incarnation, RoleHealth Health, RestartBudget Budget);

/// <summary>What a keeper does about a failed child.</summary>
public abstract record NodeEffect
{
    private NodeEffect()
    {
    }

    public sealed record RestartAfter(string Name, TimeSpan Wait) : NodeEffect;

    public sealed record GiveUp(string Reason) : NodeEffect;
}

/// <summary>The children of a keeper and their restart budgets; pure.</summary>
public sealed record NodeState(NodeId Node, SupervisionSettings Settings)
{
    public ImmutableSortedDictionary<string, RoleStatus> Roles { get; init; } = ImmutableSortedDictionary<string, RoleStatus>.Empty;

    /// <summary>Incarnations of children that are gone: one that comes back under its name counts on.</summary>
    public ImmutableDictionary<string, int> Past { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>The state with the next incarnation of a child running.</summary>
    public NodeState Started(string name, RoleKind kind)
    {
        var known = Roles.GetValueOrDefault(name);
        var incarnation = (known?.Incarnation ?? Past.GetValueOrDefault(name)) + 1;
        var status = new RoleStatus(name, kind, Node.FullName(name, incarnation), incarnation, RoleHealth.Running, known?.Budget ?? new RestartBudget(Settings));
        return this with { Roles = Roles.SetItem(name, status) };
    }

    public NodeState Draining(string name) => this with { Roles = Roles.SetItem(name, Roles[name] with { Health = RoleHealth.Draining }) };

    public NodeState Removed(string name) => this with { Past = Past.SetItem(name, Roles[name].Incarnation), Roles = Roles.Remove(name) };

    /// <summary>The first free name <c>prefix-N</c>.</summary>
    public string Free(string prefix) => Enumerable.Range(1, Roles.Count + 1).Select(i => $"{prefix}-{i}").First(name => !Roles.ContainsKey(name));

    /// <summary>Another one is in charge in its place: it does not come back, or both would take the charge from each other for ever.</summary>
    public (NodeState State, NodeEffect? Effect) Superseded(string name, string reason) =>
        (this with { Roles = Roles.SetItem(name, Roles[name] with { Health = RoleHealth.GivenUp }) }, new NodeEffect.GiveUp(reason));

    /// <summary>
    /// A child failed: it comes back after its backoff while its budget lasts. The work goes on without evaluations on the way, without the
    /// operators' actor, and without a rollout worker as long as another one is left; without any other child it cannot.
    /// </summary>
    public (NodeState State, NodeEffect? Effect) Failed(string name, string reason, DateTimeOffset now)
    {
        var (budget, wait) = Roles[name].Budget.Failed(now);
        var status = Roles[name] with { Budget = budget, Health = wait is null ? RoleHealth.GivenUp : RoleHealth.Restarting };
        var state = this with { Roles = Roles.SetItem(name, status) };
        if (wait is { } delay) return (state, new NodeEffect.RestartAfter(name, delay));
        var text = $"{name} failed {budget.Failures.Length} times within {Settings.Within}: {reason}";
        if (status.Kind is RoleKind.Evaluation or RoleKind.Admin) return (state, null);
        if (status.Kind != RoleKind.Rollout) return (state, new NodeEffect.GiveUp(text));
        return state.Roles.Values.Any(r => r.Kind == RoleKind.Rollout && r.Health != RoleHealth.GivenUp)
            ? (state, null)
            : (state, new NodeEffect.GiveUp($"no rollout worker is left; {text}"));
    }
}
