using ToolZero.Actors.Node;

namespace ToolZero.Actors.Tests.Node;

public class NodeStateSpecs
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly SupervisionSettings Settings = new(3, TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(500));

    [Fact]
    public void The_backoff_doubles_up_to_its_limit_and_then_the_budget_is_spent()
    {
        var budget = new RestartBudget(Settings);
        var waits = new List<TimeSpan?>();
        for (var i = 0; i < 4; i++)
        {
            (budget, var wait) = budget.Failed(Noon.AddSeconds(i));
            waits.Add(wait);
        }

        Assert.Equal([TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(400), TimeSpan.FromMilliseconds(500), null], waits);
    }

    [Fact]
    public void Old_failures_leave_the_window()
    {
        var budget = new RestartBudget(Settings);
        for (var i = 0; i < 20; i++)
        {
            (budget, var wait) = budget.Failed(Noon.AddMinutes(i));
            Assert.Equal(Settings.MinBackoff, wait);
        }
    }

    [Fact]
    public void A_learner_beyond_its_limits_fails_the_run_with_the_reason()
    {
        var state = new NodeState(NodeId.Embedded, Settings).Started("learner", RoleKind.Learner);
        NodeEffect? effect = null;
        for (var i = 0; i < 4; i++) (state, effect) = state.Failed("learner", "out of memory", Noon);
        Assert.Contains("out of memory", Assert.IsType<NodeEffect.GiveUp>(effect).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lost_rollout_worker_fails_the_run_only_when_it_was_the_last()
    {
        var state = new NodeState(NodeId.Embedded, Settings with { MaxRestarts = 0 }).Started("rollout-1", RoleKind.Rollout).Started("rollout-2", RoleKind.Rollout);
        (state, var effect) = state.Failed("rollout-1", "threw", Noon);
        Assert.Null(effect);
        Assert.Equal(RoleHealth.GivenUp, state.Roles["rollout-1"].Health);
        (_, effect) = state.Failed("rollout-2", "threw", Noon);
        Assert.IsType<NodeEffect.GiveUp>(effect);
    }

    [Fact]
    public void A_coordinator_that_another_one_has_superseded_does_not_come_back()
    {
        var (state, effect) = new NodeState(NodeId.Embedded, Settings).Started("coordinator", RoleKind.Coordinator).Superseded("coordinator", "number 2 is in charge");
        Assert.IsType<NodeEffect.GiveUp>(effect);
        Assert.Equal(RoleHealth.GivenUp, state.Roles["coordinator"].Health);
    }

    [Fact]
    public void Every_incarnation_has_a_name_of_its_own() =>
        Assert.Equal("learner#2", new NodeState(NodeId.Embedded, Settings).Started("learner", RoleKind.Learner).Started("learner", RoleKind.Learner).Roles["learner"].FullName);

    [Fact]
    public void A_child_that_comes_back_under_its_name_counts_on()
    {
        var state = new NodeState(new NodeId("west", "7f"), Settings).Started("rollout-1", RoleKind.Rollout).Removed("rollout-1");
        Assert.Empty(state.Roles);
        Assert.Equal("west/rollout-1#7f.2", state.Started("rollout-1", RoleKind.Rollout).Roles["rollout-1"].FullName);
    }

    [Fact]
    public void A_new_worker_gets_the_first_free_name()
    {
        var state = new NodeState(NodeId.Embedded, Settings);
        Assert.Equal("rollout-1", state.Free("rollout"));
        state = state.Started("rollout-1", RoleKind.Rollout).Started("rollout-3", RoleKind.Rollout);
        Assert.Equal("rollout-2", state.Free("rollout"));
        Assert.Equal("rollout-4", state.Started("rollout-2", RoleKind.Rollout).Free("rollout"));
    }
}
