using System.Collections.Concurrent;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Node;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Data;
using Row = ToolZero.Actors.Tests.Coordinator.LedgerModel.Row;

namespace ToolZero.Actors.Tests.Hosting;

public class ActorRunSpecs
{
    private static async Task<string> Undisturbed(int workers = 2)
    {
        using var bench = new RunBench { Workers = workers };
        Assert.Equal(RunPhase.Finished, (await bench.Run()).Phase);
        return bench.FinalWeights;
    }

    [Fact]
    public async Task A_synchronous_run_trains_the_groups_in_order_and_ends_with_a_checkpoint()
    {
        using var bench = new RunBench();
        var outcome = await bench.Run();
        Assert.Equal(RunPhase.Finished, outcome.Phase);
        Assert.Equal(Enumerable.Range(0, 48).Select(i => (long)i), bench.Ledger.Trained.SelectMany(b => b.Groups).Select(g => g.Id.Value));
        Assert.All(bench.Ledger.Trained, b => Assert.All(b.Groups, g => Assert.All(g.Samples, s => Assert.Equal(b.Step, s.Trajectory.Versions[0].Value))));
        Assert.Equal(8, bench.Checkpoints.Latest()!.State.Step);
        var steps = bench.Events.OfType<RunEvent.StepCompleted>().ToList();
        Assert.Equal(8, steps.Count);
        Assert.All(steps, s => Assert.True(s.Groups.Balanced));
    }

    [Fact]
    public async Task A_finished_run_keeps_the_payloads_that_its_checkpoints_need_and_no_others()
    {
        using var bench = new RunBench();
        await bench.Run();
        var oldest = bench.Checkpoints.Steps()[0];
        Assert.Equal((bench.Settings.Steps - oldest) * bench.Settings.Batch, bench.Ledger.Payloads);
    }

    [Fact]
    public async Task The_weights_do_not_depend_on_the_number_of_workers() => Assert.Equal(await Undisturbed(1), await Undisturbed(3));

    [Fact]
    public async Task A_rollout_actor_that_throws_mid_generation_is_replaced_and_changes_nothing()
    {
        var thrown = new ConcurrentDictionary<long, bool>();
        using var bench = new RunBench
        {
            OnDecode = active =>
            {
                if (active.Any(id => id.Value is 7 or 20 or 33 && thrown.TryAdd(id.Value, true))) throw new InvalidOperationException("injected");
            },
        };
        Assert.Equal(RunPhase.Finished, (await bench.Run()).Phase);
        Assert.Equal(await Undisturbed(), bench.FinalWeights);
        Assert.Contains(bench.Ledger.Returns, r => r.Contains("injected", StringComparison.Ordinal));
        Assert.Contains(bench.Events.OfType<RunEvent.WorkerChanged>(), e => e is { Kind: RoleKind.Rollout, Incarnation: 2, Health: RoleHealth.Running });
    }

    [Fact]
    public async Task A_reward_that_hangs_once_is_scored_again_elsewhere()
    {
        using var hang = new ManualResetEventSlim();
        var hung = new ConcurrentDictionary<string, bool>();
        using var bench = new RunBench
        {
            RewardDeadline = TimeSpan.FromMilliseconds(200),
            OnScore = text =>
            {
                if (text.StartsWith("g11/", StringComparison.Ordinal) && hung.TryAdd("once", true)) hang.Wait();
            },
        };
        Assert.Equal(RunPhase.Finished, (await bench.Run()).Phase);
        hang.Set();
        Assert.Equal(await Undisturbed(), bench.FinalWeights);
    }

    [Fact]
    public async Task A_reward_that_always_hangs_quarantines_the_group_with_its_evidence()
    {
        using var hang = new ManualResetEventSlim();
        using var bench = new RunBench
        {
            RewardDeadline = TimeSpan.FromMilliseconds(100),
            OnScore = text =>
            {
                if (text.StartsWith("g11/", StringComparison.Ordinal)) hang.Wait();
            },
        };
        Assert.Equal(RunPhase.Finished, (await bench.Run()).Phase);
        hang.Set();
        Assert.Equal(1, bench.Ledger.Count(Row.Quarantined));
        Assert.Contains("Timeout", Assert.Single(bench.Ledger.Evidence), StringComparison.Ordinal);
        Assert.DoesNotContain(bench.Ledger.Trained.SelectMany(b => b.Groups), g => g.Id.Value == 11);
    }

    [Fact]
    public async Task A_learner_that_throws_mid_step_restarts_from_its_checkpoint_and_replays_to_the_same_weights()
    {
        var faults = 0;
        using var bench = new RunBench
        {
            OnTrain = batch =>
            {
                if (batch.Step is 2 or 5 && Interlocked.Increment(ref faults) is 1 or 3) throw new InvalidOperationException("injected");
            },
        };
        Assert.Equal(RunPhase.Finished, (await bench.Run()).Phase);
        Assert.Equal(await Undisturbed(), bench.FinalWeights);
        Assert.Contains(bench.Events.OfType<RunEvent.WorkerChanged>(), e => e is { Kind: RoleKind.Learner, Health: RoleHealth.Restarting } && e.Reason.Contains("injected", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Store")]
    [InlineData("Grant")]
    [InlineData("Journal")]
    [InlineData("MarkTrained")]
    [InlineData("Checkpointed")]
    [InlineData("Issue")]
    public async Task A_coordinator_that_dies_before_a_write_is_restored_from_the_ledger(string write)
    {
        var count = 0;
        using var bench = new RunBench();
        bench.Ledger.BeforeWrite = name =>
        {
            if (name == write && ++count == 2) throw new IOException("injected");
        };
        Assert.Equal(RunPhase.Finished, (await bench.Run()).Phase);
        Assert.Equal(await Undisturbed(), bench.FinalWeights);
    }

    [Fact]
    public async Task An_asynchronous_run_never_exceeds_the_gate_and_drops_nothing()
    {
        using var bench = new RunBench { Settings = new CoordinatorSettings(20, 6, 3, 2, TimeSpan.FromSeconds(30), 3, 5), Workers = 3 };
        bench.Ledger.BeforeWrite = name =>
        {
            if (name == "Store") Assert.True(bench.Ledger.Issued - bench.Ledger.Count(Row.Trained) <= bench.Settings.Gate.Capacity(bench.Ledger.Steps));
        };
        Assert.Equal(RunPhase.Finished, (await bench.Run()).Phase);
        Assert.Equal(120, bench.Ledger.Issued);
        Assert.Equal(0, bench.Ledger.Count(Row.Quarantined));
        Assert.All(bench.Events.OfType<RunEvent.StepCompleted>(), s => Assert.InRange(s.Metrics.Batch.StalenessMaximum, 0, 2));
    }

    [Fact]
    public async Task Groups_of_equal_rewards_are_replaced_the_same_way_whoever_delivers_first_and_whoever_dies()
    {
        async Task<(string Weights, long[] Groups)> Run(int workers, string dies = "", int when = 0)
        {
            var count = 0;
            using var bench = new RunBench
            {
                Workers = workers,
                Settings = new CoordinatorSettings(8, 6, 3, 0, TimeSpan.FromSeconds(30), 3, 3) { DynamicSampling = 1 },
                IsFlat = text => int.Parse(text[1..text.IndexOf('/', StringComparison.Ordinal)]) % 3 == 1,
            };
            bench.Ledger.BeforeWrite = name =>
            {
                if (name == dies && ++count == when) throw new IOException("injected");
            };
            Assert.Equal(RunPhase.Finished, (await bench.Run()).Phase);
            var steps = bench.Events.OfType<RunEvent.StepCompleted>().ToList();
            Assert.All(steps, s => Assert.True(s.Groups.Balanced));
            Assert.All(steps, s => Assert.Equal((0, bench.Ledger.Replaced(s.Metrics.Step)), (s.Metrics.Batch.ZeroVariance, s.Metrics.Replaced)));
            Assert.True(bench.Ledger.Count(Row.Filtered) >= 20);
            return (bench.FinalWeights, [.. bench.Ledger.Trained.SelectMany(b => b.Groups).Select(g => g.Id.Value)]);
        }

        var straight = await Run(1);
        Assert.Equal([0, 2, 3, 5, 6, 8], straight.Groups[..6]);
        foreach (var (workers, dies, when) in new[] { (3, "", 0), (2, "Replace", 2), (2, "Store", 9), (2, "Issue", 4) })
        {
            var other = await Run(workers, dies, when);
            Assert.Equal(straight.Groups, other.Groups);
            Assert.Equal(straight.Weights, other.Weights);
        }
    }

    [Fact]
    public async Task A_run_that_is_stopped_drains_to_a_checkpoint_and_resumes_to_the_same_weights()
    {
        using var stop = new CancellationTokenSource();
        using var bench = new RunBench
        {
            OnStep = metrics =>
            {
                if (metrics.Step == 3) stop.Cancel();
            },
        };
        var outcome = await bench.Run(stop.Token);
        Assert.Equal(RunPhase.Stopped, outcome.Phase);
        var reached = bench.Checkpoints.Latest()!.State.Step;
        Assert.InRange(reached, 4, 7);
        Assert.Equal(RunPhase.Finished, (await bench.Run()).Phase);
        Assert.Equal(await Undisturbed(), bench.FinalWeights);
    }

    [Fact]
    public async Task A_run_that_ends_before_any_write_of_its_ledger_goes_on_to_the_same_weights()
    {
        var undisturbed = await Undisturbed();
        for (var end = 1; end < 95; end += 7)
        {
            var writes = 0;
            using var bench = new RunBench();
            bench.Ledger.BeforeWrite = _ =>
            {
                if (++writes == end) throw new DataException("killed");
            };
            Assert.Equal(RunPhase.Failed, (await bench.Run()).Phase);
            Assert.Equal(RunPhase.Finished, (await bench.Run()).Phase);
            Assert.Equal(undisturbed, bench.FinalWeights);
        }
    }

    [Fact]
    public async Task A_learner_that_always_throws_fails_the_run_with_its_reason()
    {
        using var bench = new RunBench { OnTrain = _ => throw new InvalidOperationException("no such device") };
        var outcome = await bench.Run();
        Assert.Equal(RunPhase.Failed, outcome.Phase);
        Assert.Contains("no such device", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_no_rollout_worker_is_left_the_run_fails_with_its_reason()
    {
        using var bench = new RunBench { OnDecode = _ => throw new InvalidOperationException("out of memory"), Settings = new CoordinatorSettings(8, 60, 3, 0, TimeSpan.FromSeconds(30), 30, 3) };
        var outcome = await bench.Run();
        Assert.Equal(RunPhase.Failed, outcome.Phase);
        Assert.Contains("out of memory", outcome.Reason, StringComparison.Ordinal);
    }
}
