using System.Collections.Immutable;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Randomness;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Coordinator.CoordinatorCommand;
using Effect = ToolZero.Actors.Coordinator.CoordinatorEffect;

namespace ToolZero.Actors.Tests.Coordinator;

public class CoordinatorDecisionsSpecs
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static CoordinatorSettings Settings(int maxVersions = 0, long steps = 3, int batch = 4, int perLease = 2) =>
        new(steps, batch, perLease, maxVersions, TimeSpan.FromSeconds(60), 3, 2);

    private static CoordinatorState Started(CoordinatorSettings settings, params CoordinatorCommand[] commands)
    {
        var state = new CoordinatorState(settings);
        foreach (var command in commands.Prepend(new CoordinatorCommand.Started(Noon))) state = state.Process(command).State;
        return state;
    }

    private static WorkRequested Request(string worker, long sequence, params HeldLease[] held) => new(worker, sequence, [.. held], Noon);

    private static long[] Ids(ImmutableArray<GroupId> groups) => [.. groups.Select(g => g.Value)];

    private static GroupDelivered Deliver(long id, long version = 0, long epoch = 0) => new(Samples.Group(id, version), epoch, Noon);

    private static GroupDelivered Flat(long id) => Deliver(id) with { IsFlat = true };

    /// <summary>A learner that is admitted and has read its checkpoint.</summary>
    private static CoordinatorCommand[] Learner(string name = "l", long steps = 0, long epoch = 1) =>
        [new LearnerHeard(name, name, LearnerStanding.Unknown, Noon), new LearnerHeard(name, name, new LearnerStanding(epoch, 0, steps, steps, []), Noon)];

    private static CoordinatorState Process(CoordinatorState state, params CoordinatorCommand[] commands) => commands.Aggregate(state, (s, c) => s.Process(c).State);

    private static BatchTrained Trained(long step, long epoch = 1) => new(epoch, step, Noon);

    [Fact]
    public void A_unit_goes_to_a_waiting_worker_and_a_repeated_request_is_granted_once()
    {
        var (state, effects) = Started(Settings()).Process(Request("a", 1));
        Assert.Equal([0, 1], Ids(Assert.Single(effects.OfType<Effect.Grant>()).Unit.Groups));
        (state, effects) = state.Process(Request("a", 1, new HeldLease(new LeaseId(0, 1), default)));
        Assert.Empty(effects);
        (state, effects) = state.Process(Request("a", 1));
        Assert.IsType<Effect.GrantAgain>(Assert.Single(effects));
        (state, effects) = state.Process(Request("b", 1));
        Assert.Equal(2, Assert.Single(effects.OfType<Effect.Grant>()).Unit.Id);
        (_, effects) = state.Process(Request("b", 2));
        Assert.Empty(effects);
    }

    [Fact]
    public void A_lease_that_was_taken_over_from_an_earlier_coordinator_is_not_granted_again_to_a_worker_that_wants_none()
    {
        var state = Started(Settings(), Request("a", 0, new HeldLease(new LeaseId(0, 0), default)));
        Assert.Equal(["a"], state.Workers.Slots.Keys);
        Assert.Empty(state.Process(Request("a", 0)).Effects);
    }

    [Fact]
    public void A_worker_that_never_had_a_lease_goes_before_those_that_wait_longer()
    {
        // Both leases that the gate has room for are out, and those who had them ask again before the new ones come.
        var state = Started(Settings(), Request("a", 1), Request("b", 1), Request("a", 2), Request("b", 2), Request("new-1", 1), Request("new-2", 1));
        Assert.Equal(["new-1", "new-2", "a", "b"], state.Workers.Waiting.Values);
        Assert.Equal("new-1", state.Workers.First?.Name);
        state = Process(state, new WorkerLost("b", "killed", Noon), Request("new-1", 2));
        Assert.Equal(["new-2", "a", "new-1"], state.Workers.Waiting.Values);
    }

    [Fact]
    public void A_group_is_stored_before_it_is_acknowledged_and_the_second_delivery_is_a_counted_duplicate()
    {
        var (state, effects) = Started(Settings(), Request("a", 1)).Process(Deliver(0));
        Assert.Equal([typeof(Effect.Store), typeof(Effect.Acknowledge)], effects.Select(e => e.GetType()));
        (state, effects) = state.Process(Deliver(0));
        Assert.Equal([typeof(Effect.Duplicate), typeof(Effect.Acknowledge)], effects.Select(e => e.GetType()));
        Assert.Equal(1, state.Counts.Duplicates);
    }

    [Fact]
    public void A_dead_workers_unit_is_leased_whole_to_the_next_with_attempt_plus_one()
    {
        var state = Started(Settings(), Request("a", 1), Deliver(0), new WorkerLost("a", "killed", Noon));
        var grant = Assert.Single(state.Process(Request("b", 1)).Effects.OfType<Effect.Grant>());
        Assert.Equal(2, grant.Unit.Attempt);
        Assert.Equal([0, 1], Ids(grant.Unit.Groups));
        Assert.Equal([1], Ids(grant.OpenGroups));
    }

    [Fact]
    public void A_worker_that_takes_leave_gets_nothing_more_and_is_released_when_nothing_is_its_own()
    {
        var (state, effects) = Started(Settings(), Request("a", 1), Request("b", 1)).Process(new WorkerLeaves("a", Noon));
        Assert.Empty(effects);
        state = Process(state, new WorkerLost("b", "killed", Noon), Request("a", 2), Deliver(0));
        (state, effects) = state.Process(Deliver(1));
        Assert.DoesNotContain(effects, e => e is Effect.Grant);
        Assert.IsType<Effect.Release>(Assert.Single(state.Process(new WorkerLeaves("a", Noon)).Effects));
    }

    [Fact]
    public void A_request_that_waits_is_withdrawn_with_the_leave()
    {
        var (state, effects) = Started(Settings(), Request("a", 1), Request("b", 1), Request("c", 1)).Process(new WorkerLeaves("c", Noon));
        Assert.IsType<Effect.Release>(Assert.Single(effects));
        Assert.DoesNotContain(state.Process(new WorkerLost("a", "killed", Noon)).Effects, e => e is Effect.Grant);
    }

    [Fact]
    public void A_lease_past_its_deadline_is_cancelled_and_returned()
    {
        var (state, effects) = Started(Settings(), Request("a", 1)).Process(new Tick(Noon.AddSeconds(61)));
        Assert.Equal(new Effect.Cancel("a", new LeaseId(0, 1)), effects[0]);
        Assert.IsType<Effect.Return>(effects[1]);
        Assert.Equal(4, state.Counts.Pending);
        Assert.Equal(1, state.Pulse(TimeSpan.Zero).ExpiredLeases);
    }

    [Fact]
    public void The_pulse_tells_when_the_learner_waits_for_groups_and_for_nothing_else()
    {
        static bool Waits(CoordinatorState state) => state.Pulse(TimeSpan.Zero).WaitsForBatch;
        var state = Started(Settings(), Request("a", 1));
        Assert.False(Waits(state));
        state = state with { Learner = new LearnerSlot("learner", "its address", 0, LearnerWork.Idle, Noon) };
        Assert.True(Waits(state));
        Assert.False(Waits(state with { Phase = RunPhase.Paused }));
        Assert.False(Waits(state with { Learner = state.Learner! with { Work = LearnerWork.Training } }));
        Assert.Equal(TimeSpan.FromSeconds(3), state.Pulse(TimeSpan.FromSeconds(3)).Waited);
        Assert.Equal(TimeSpan.Zero, (state with { Phase = RunPhase.Finished }).Pulse(TimeSpan.FromSeconds(3)).Waited);
        Assert.Equal(state.Counts, state.Pulse(TimeSpan.Zero).Counts);
    }

    [Fact]
    public void Three_failed_attempts_quarantine_with_evidence_and_new_groups_take_their_place()
    {
        var state = Started(Settings());
        ImmutableArray<CoordinatorEffect> effects = [];
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            state = state.Process(Request("a", attempt)).State;
            (state, effects) = state.Process(new LeaseFailed("a", new LeaseId(0, attempt), "out of memory", Noon));
        }

        var lost = Assert.Single(effects.OfType<Effect.Quarantine>());
        Assert.Equal(3, lost.Evidence.Length);
        Assert.Contains("out of memory", lost.Evidence[2], StringComparison.Ordinal);
        Assert.Equal([4, 5], Ids(Assert.Single(effects.OfType<Effect.Issue>()).Unit.Groups));
        Assert.Equal(2, state.Counts.Quarantined);
        Assert.True(state.Counts.Balanced);
    }

    [Fact]
    public void When_everything_is_lost_the_run_fails_with_the_last_reason()
    {
        var state = Started(Settings());
        for (var sequence = 1; state.Phase == RunPhase.Running && sequence < 100; sequence++)
        {
            state = state.Process(Request("a", sequence)).State;
            var unit = state.Book.Units.Values.First(u => u.Lease is not null);
            state = state.Process(new LeaseFailed("a", new LeaseId(unit.Id, unit.Attempt), "no such kernel", Noon)).State;
        }

        Assert.Equal(RunPhase.Failed, state.Phase);
        Assert.Contains("no such kernel", state.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_synchronous_batch_waits_for_all_groups_and_is_journalled_before_it_is_sent()
    {
        var state = Started(Settings(), [.. Learner(), Request("a", 1), Request("b", 1), Deliver(3), Deliver(1), Deliver(0)]);
        Assert.Null(state.Outstanding);
        var (after, effects) = state.Process(Deliver(2));
        Assert.Equal([typeof(Effect.Store), typeof(Effect.Acknowledge), typeof(Effect.Journal), typeof(Effect.SendBatch)], effects.Select(e => e.GetType()));
        Assert.Equal([0, 1, 2, 3], Ids(after.Outstanding!.Groups));
    }

    [Fact]
    public void The_asynchronous_batch_takes_the_lowest_scored_groups_but_never_leaves_one_behind_that_would_be_stale()
    {
        var state = Started(Settings(maxVersions: 1, batch: 2, perLease: 1), [.. Learner(), Request("a", 1), Request("b", 1), Request("c", 1), Request("d", 1)]);
        state = state.Process(Deliver(1)).State;
        state = state.Process(Deliver(3)).State;
        Assert.Equal([1, 3], Ids(state.Outstanding!.Groups));
        state = state.Process(Trained(0)).State;
        state = state.Process(Request("b", 2)).State;
        state = state.Process(Request("d", 2)).State;
        state = state.Process(Deliver(4, 1)).State;
        state = state.Process(Deliver(5, 1)).State;
        Assert.Null(state.Outstanding);
        state = state.Process(Deliver(0)).State;
        Assert.Null(state.Outstanding);
        state = state.Process(Deliver(2)).State;
        Assert.Equal([0, 2], Ids(state.Outstanding!.Groups));
    }

    [Fact]
    public void Groups_of_equal_rewards_are_replaced_when_the_synchronous_round_is_in_and_the_batch_holds_others()
    {
        var state = Started(Settings() with { DynamicSampling = 1 }, [.. Learner(), Flat(0), Flat(2), Deliver(1)]);
        Assert.Equal(0, state.Replaced);
        var (next, effects) = state.Process(Deliver(3));
        var replaced = Assert.Single(effects.OfType<Effect.Replace>());
        Assert.Equal([0, 2], Ids(replaced.Groups));
        Assert.Equal(0, replaced.Step);
        Assert.Equal([4, 5], Ids(Assert.Single(effects.OfType<Effect.Issue>()).Unit.Groups));
        Assert.True(next.Counts is { Balanced: true, Filtered: 2, Scored: 2 });
        next = Process(next, Deliver(5), Deliver(4));
        Assert.Equal([1, 3, 4, 5], Ids(next.Outstanding!.Groups));
        Assert.Equal((0, 1), (next.Replaced, next.NextStep));
    }

    [Fact]
    public void A_step_replaces_no_more_groups_than_it_may_and_trains_the_rest_as_they_are()
    {
        var state = Started(Settings() with { DynamicSampling = 1.5 }, [.. Learner(), Flat(0), Flat(1), Flat(2), Flat(3)]);
        Assert.Equal(4, state.Replaced);
        state = Process(state, Flat(4), Flat(5), Flat(6), Flat(7));
        Assert.Equal(6, state.Replaced);
        state = Process(state, Flat(8), Flat(9));
        Assert.Equal([6, 7, 8, 9], Ids(state.Outstanding!.Groups));
        state = Process(state, Trained(0));
        Assert.True(state.Counts is { Balanced: true, Filtered: 6, Trained: 4 });
    }

    [Fact]
    public void An_asynchronous_run_replaces_groups_of_equal_rewards_while_others_are_on_their_way()
    {
        var settings = Settings(maxVersions: 1, batch: 2, perLease: 1) with { DynamicSampling = 1 };
        var state = Started(settings, [.. Learner(), Request("a", 1), Request("b", 1)]);
        var (next, effects) = state.Process(Flat(1));
        Assert.Equal([1], Ids(Assert.Single(effects.OfType<Effect.Replace>()).Groups));
        Assert.Equal([4], Ids(Assert.Single(effects.OfType<Effect.Issue>()).Unit.Groups));
        Assert.True(next.Counts.Balanced);
    }

    [Fact]
    public void Without_dynamic_sampling_groups_of_equal_rewards_are_trained()
    {
        var state = Started(Settings(), [.. Learner(), Flat(0), Flat(1), Flat(2), Flat(3)]);
        Assert.Equal([0, 1, 2, 3], Ids(state.Outstanding!.Groups));
    }

    [Fact]
    public void A_new_learner_is_given_the_journalled_batches_after_its_checkpoint_before_anything_new()
    {
        var state = Started(Settings(steps: 9) with { CheckpointEvery = 0 }, Learner("l1"));
        for (var step = 0; step < 3; step++)
        {
            for (var id = step * 4; id < (step * 4) + 4; id++) state = state.Process(Deliver(id, step)).State;
            if (step < 2) state = state.Process(Trained(step)).State;
        }

        state = Process(state, new LearnerLost("l1", Noon), new LearnerHeard("l2", "l2", LearnerStanding.Unknown, Noon));
        var (next, effects) = state.Process(new LearnerHeard("l2", "l2", new LearnerStanding(2, 0, 1, 1, [1]), Noon));
        Assert.Equal(new Effect.SendBatch(1, true), Assert.Single(effects));
        (next, effects) = next.Process(Trained(2));
        Assert.Empty(effects);
        (next, effects) = next.Process(Trained(1, epoch: 2));
        Assert.Equal(new Effect.SendBatch(2, false), Assert.Single(effects));
        (next, effects) = next.Process(Trained(2, epoch: 2));
        Assert.Equal(2, Assert.Single(effects.OfType<Effect.MarkTrained>()).Batch.Step);
        Assert.Equal(3, next.Version);
    }

    [Fact]
    public void A_superseded_learner_is_admitted_anew_when_nobody_has_been_in_charge_for_a_while_and_told_so_again()
    {
        var old = new LearnerHeard("l1", "l1", new LearnerStanding(1, 0, -1, 0, []), Noon);
        var state = Started(Settings(), [.. Learner("l1"), .. Learner("l2", epoch: 2)]);
        Assert.Equal(new Effect.Supersede(2), Assert.Single(state.Process(old).Effects));
        state = Process(state, new LearnerLost("l2", Noon));
        Assert.Equal(new Effect.Supersede(2), Assert.Single(state.Process(old with { Now = Noon.AddSeconds(4) }).Effects));
        (state, var effects) = state.Process(old with { Now = Noon.AddSeconds(6) });
        Assert.Equal(new Effect.Admit(3, true), Assert.Single(effects));
        Assert.Equal(new Effect.Admit(3, false), Assert.Single(state.Process(old with { Now = Noon.AddSeconds(7) }).Effects));
        Assert.Equal(new Effect.Admit(4, true), Assert.Single(state.Process(new LearnerHeard("l2", "l2 again", LearnerStanding.Unknown, Noon.AddSeconds(8))).Effects));
    }

    [Fact]
    public void A_drain_trains_what_is_journalled_saves_a_checkpoint_and_stops()
    {
        var state = Started(Settings(), [.. Learner(), Deliver(0), Deliver(1), Deliver(2), Deliver(3), new Ordered(1, new CoordinatorProtocol.Drain("Ctrl-C"), Noon)]);
        Assert.Equal(RunPhase.Draining, state.Phase);
        var (trained, effects) = state.Process(Trained(0));
        Assert.Equal(new Effect.SaveCheckpoint(1), effects[^1]);
        (trained, effects) = trained.Process(new CheckpointSaved(1, 1, [1], Noon));
        Assert.Equal(new Effect.PhaseChanged(RunPhase.Stopped, "Ctrl-C"), effects[^1]);
        Assert.Equal(RunPhase.Stopped, trained.Phase);
    }

    [Fact]
    public void A_checkpoint_from_another_run_fails_the_run() =>
        Assert.Equal(RunPhase.Failed, Started(Settings(), Learner("l", 2)).Phase);

    [Fact]
    public void A_paused_run_grants_nothing_and_goes_on_when_resumed()
    {
        var state = Started(Settings(), new Ordered(1, CoordinatorProtocol.Pause.Instance, Noon), Request("a", 1));
        Assert.Equal(4, state.Counts.Pending);
        Assert.Contains(state.Process(new Ordered(2, CoordinatorProtocol.Resume.Instance, Noon)).Effects, e => e is Effect.Grant);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Under_any_order_of_messages_losses_and_restarts_the_ledger_balances_and_every_group_is_trained_once(int maxVersions)
    {
        for (var seed = 0UL; seed < 100; seed++)
        {
            var end = new CoordinatorSimulation(Settings(maxVersions, steps: 6), new RandomStream(seed, (ulong)maxVersions)).Run();
            Assert.Equal(end.Counts.Issued, end.Counts.Trained + end.Counts.Quarantined);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Groups_that_are_replaced_balance_too_under_any_order_of_messages_losses_restarts_and_orders(int maxVersions)
    {
        for (var seed = 0UL; seed < 60; seed++)
        {
            var settings = Settings(maxVersions, steps: 6) with { DynamicSampling = 1.5 };
            var end = new CoordinatorSimulation(settings, new RandomStream(seed, 200 + (ulong)maxVersions)) { FlatShare = 0.4 }.Run();
            Assert.True(end.Counts.Filtered > 0);
            new CoordinatorSimulation(settings, new RandomStream(seed, 300 + (ulong)maxVersions)) { FlatShare = 0.4, WithOperators = true }.Run();
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Operators_that_change_settings_go_back_and_remove_workers_at_any_moment_lose_nothing_either(int maxVersions)
    {
        for (var seed = 0UL; seed < 100; seed++)
            new CoordinatorSimulation(Settings(maxVersions, steps: 8), new RandomStream(seed, 100 + (ulong)maxVersions)) { WithOperators = true }.Run();
    }
}
