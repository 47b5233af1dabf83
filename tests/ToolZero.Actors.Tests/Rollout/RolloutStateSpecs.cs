using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Rollout;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Tests.Rollout;

public class RolloutStateSpecs
{
    private static RolloutState State(bool exclusive) =>
        new("w", new RolloutSettings(exclusive, 2, 8, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1))) { Weights = new WeightsKey(0, 0) };

    private static CoordinatorProtocol.Lease Lease(long unit, int attempt = 1, long version = 0, long sequence = 1, long epoch = 0, bool exclusive = true) => new(
        new LeaseId(unit, attempt),
        sequence,
        new WeightsKey(epoch, version),
        new CoordinatorProtocol.LeaseTerms(1, exclusive),
        [.. Enumerable.Range((int)unit, 2).Select(i => new CoordinatorProtocol.LeasedGroup(new GroupId(i), Samples.Task(i)))]);

    [Fact]
    public void A_lease_waits_for_its_weights()
    {
        var state = State(true).Accept(Lease(0, version: 3)).State;
        Assert.Empty(state.Begin().Begin);
        Assert.False(state.WantsWork);
        Assert.Equal(2, (state with { Weights = new WeightsKey(0, 3) }).Begin().Begin.Length);
    }

    [Fact]
    public void After_a_rollback_a_lease_waits_for_weights_of_the_new_epoch()
    {
        var state = (State(true) with { Weights = new WeightsKey(0, 7) }).Accept(Lease(0, version: 3, epoch: 1)).State;
        Assert.Empty(state.Begin().Begin);
        Assert.Equal(2, (state with { Weights = new WeightsKey(1, 3) }).Begin().Begin.Length);
    }

    [Fact]
    public void Whether_the_engine_is_shared_is_said_by_the_newest_lease()
    {
        var state = State(true).Accept(Lease(0, exclusive: false)).State.Begin().State;
        Assert.True(state.WantsWork);
        state = State(false).Accept(Lease(0, exclusive: true)).State.Begin().State;
        Assert.False(state.WantsWork);
    }

    [Fact]
    public void A_draining_worker_ends_when_it_has_delivered_all_and_is_released()
    {
        var state = State(true).Accept(Lease(0)).State with { Draining = true, Released = true };
        Assert.False(state.Drained);
        Assert.True(state.Remove(new GroupId(0)).Remove(new GroupId(1)).Drained);
        Assert.False((state with { Released = false }).Remove(new GroupId(0)).Remove(new GroupId(1)).Drained);
    }

    [Fact]
    public void A_draining_worker_that_no_coordinator_answers_ends_after_some_periods_with_nothing_left()
    {
        var state = State(true).Accept(Lease(0)).State with { Draining = true };
        for (var i = 0; i < 20; i++) state = state.Wait(newCoordinator: false).State;
        state = state.Remove(new GroupId(0)).Remove(new GroupId(1));
        for (var i = 0; i < state.Settings.LeaveAfter; i++)
        {
            Assert.False(state.Drained);
            state = state.Wait(newCoordinator: false).State;
        }

        Assert.True(state.Drained);
    }

    [Fact]
    public void An_exclusive_engine_takes_the_next_lease_only_when_the_last_one_is_generated()
    {
        var state = State(true).Accept(Lease(0)).State.Begin().State;
        Assert.False(state.WantsWork);
        state = state.Accept(Lease(2, sequence: 2)).State;
        Assert.Empty(state.Begin().Begin);
        state = state.Generated(new GroupId(0)).State.Generated(new GroupId(1)).State;
        Assert.Equal([2, 3], state.Begin().Begin.Select(g => g.Id.Value));
    }

    [Fact]
    public void A_lease_that_is_granted_once_more_when_it_is_done_already_is_not_begun_again()
    {
        var state = State(false).Accept(Lease(0)).State.Cancel(Lease(0).Id).State;
        Assert.Empty(state.Accept(Lease(0)).State.Groups);
        Assert.NotEmpty(state.Accept(Lease(0, sequence: state.Sequence)).State.Groups);
    }

    [Fact]
    public void A_shared_engine_takes_the_next_lease_while_rows_are_free()
    {
        var state = State(false).Accept(Lease(0, exclusive: false)).State.Begin().State;
        Assert.True(state.WantsWork);
        state = state.Accept(Lease(2, sequence: 2, exclusive: false)).State.Begin().State;
        Assert.False(state.WantsWork);
    }

    [Fact]
    public void A_scored_group_is_kept_until_it_is_acknowledged()
    {
        var state = State(true).Accept(Lease(0)).State.Begin().State.Generated(new GroupId(0)).State;
        (state, var held) = state.Scored(new LeaseId(0, 1), Samples.Group(0));
        Assert.Equal(HeldPhase.Unacknowledged, held!.Phase);
        state = state.Remove(new GroupId(0));
        Assert.Single(state.Groups);
        Assert.Single(state.Leases);
        Assert.Empty(state.Remove(new GroupId(1)).Leases);
    }

    [Fact]
    public void An_overdue_group_is_delivered_again_and_every_group_to_a_new_coordinator()
    {
        var state = State(true).Accept(Lease(0)).State.Begin().State.Generated(new GroupId(0)).State;
        state = state.Scored(new LeaseId(0, 1), Samples.Group(0)).State;
        Assert.Single(state.Wait(newCoordinator: true).Overdue);
        var deliveries = new List<int>();
        for (var period = 0; period < 10; period++)
        {
            (state, var overdue) = state.Wait(newCoordinator: false);
            deliveries.Add(overdue.Length);
        }

        Assert.Equal([0, 1, 0, 1, 0, 1, 0, 1, 0, 1], deliveries);
    }

    [Fact]
    public void A_cancelled_lease_drops_what_is_generated_and_ignores_what_comes_late()
    {
        var state = State(true).Accept(Lease(0)).State.Begin().State.Generated(new GroupId(0)).State;
        (state, var dropped) = state.Cancel(new LeaseId(0, 1));
        Assert.Equal([new GroupId(1)], dropped.ToArray());
        Assert.Null(state.Scored(new LeaseId(0, 1), Samples.Group(0)).Group);
        Assert.Null(state.Generated(new GroupId(1)).Group);
    }

    [Fact]
    public void The_same_lease_twice_changes_nothing_and_a_newer_attempt_replaces_the_older()
    {
        var state = State(true).Accept(Lease(0)).State.Begin().State;
        Assert.Same(state, state.Accept(Lease(0)).State);
        var (next, dropped) = state.Accept(Lease(0, attempt: 2, sequence: 2));
        Assert.Equal(2, dropped.Length);
        Assert.Equal(new LeaseId(0, 2), Assert.Single(next.Leases).Key);
        Assert.Equal(3, next.Sequence);
    }
}
