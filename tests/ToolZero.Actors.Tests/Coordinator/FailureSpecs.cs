using System.Collections.Concurrent;
using Akka.Actor;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Ledger;
using ToolZero.Actors.Node;
using ToolZero.Actors.Tests.Support;
using static ToolZero.Actors.Coordinator.CoordinatorProtocol;

namespace ToolZero.Actors.Tests.Coordinator;

/// <summary>Actors that die, messages that get lost or come twice, over a real ledger: nothing is lost, and nothing is trained twice.</summary>
public class FailureSpecs
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Coordinators_that_die_one_after_the_other_are_followed_by_one_that_goes_on_from_the_ledger()
    {
        var step = -1L;
        using var bench = new FailureBench { OnStep = metrics => Interlocked.Exchange(ref step, metrics.Step) };
        var coordinator = bench.StartCoordinator();
        bench.StartNode("n1", isFirst: true);
        foreach (var moment in new[] { 0, 2, 5 })
        {
            await bench.Until(() => Interlocked.Read(ref step) >= moment, $"step {moment}");
            bench.Run.LeadTo();
            await FailureBench.Kill(coordinator);
            coordinator = bench.StartCoordinator();
        }

        await bench.Finished();
        Assert.Equal(await FailureBench.Undisturbed(), bench.FinalWeights);
        using var ledger = bench.Ledger();
        Assert.Equal(0, ledger.Balance()[GroupState.Quarantined].Groups);
    }

    [Fact]
    public async Task A_node_that_dies_with_its_learner_is_followed_by_one_that_replays_the_journal_to_the_same_weights()
    {
        var replayed = new ConcurrentQueue<long>();
        using var bench = new FailureBench();
        bench.StartCoordinator();
        using var dying = new ManualResetEventSlim();
        var node = bench.StartNode("n1", isFirst: true, onTrain: batch =>
        {
            if (batch.Step != 5) return;
            dying.Set();
            throw new InvalidOperationException("its last step");
        });
        await bench.Until(() => dying.IsSet, "step 5");
        await FailureBench.Kill(node);
        bench.StartNode("n2", isFirst: true, onTrain: batch => replayed.Enqueue(batch.Step));
        await bench.Finished();
        Assert.Equal(await FailureBench.Undisturbed(), bench.FinalWeights);

        // From the checkpoint of step 3: two steps that were trained before, and the one that was under way.
        Assert.Equal([3, 4, 5, 6, 7], replayed);
    }

    [Fact]
    public async Task A_disk_that_takes_no_checkpoint_makes_the_run_wait_until_it_does()
    {
        var tries = 0;
        using var bench = new FailureBench
        {
            OnSave = () =>
            {
                if (Interlocked.Increment(ref tries) <= 2) throw new IOException("No space left on device");
            },
        };
        bench.StartCoordinator();
        bench.StartNode("n1", isFirst: true);
        await bench.Finished();
        Assert.Equal(await FailureBench.Undisturbed(), bench.FinalWeights);
        Assert.InRange(tries, 3, 5);
        Assert.Contains("No space left on device", Assert.Single(bench.Events.OfType<RunEvent.Notice>()).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(bench.Events.OfType<RunEvent.WorkerChanged>(), w => w.Health == RoleHealth.Restarting);
    }

    [Fact]
    public async Task Messages_that_get_lost_are_said_again()
    {
        var count = 0;
        var lost = new ConcurrentDictionary<string, int>();
        using var bench = new FailureBench();
        bench.Run.Copies = message =>
        {
            // Of the learner's words the first of each kind, because it waits for seconds before it is told again.
            var kind = message.GetType().Name;
            var isLost = message is BatchTrained or CheckpointSaved ? !lost.ContainsKey(kind) : Interlocked.Increment(ref count) % 3 == 0;
            if (isLost) lost.AddOrUpdate(kind, 1, (_, n) => n + 1);
            return isLost ? 0 : 1;
        };
        bench.StartCoordinator();
        bench.StartNode("n1", isFirst: true);
        await bench.Finished();
        Assert.Equal(await FailureBench.Undisturbed(), bench.FinalWeights);
        foreach (var kind in new[] { nameof(RequestWork), nameof(DeliverGroup), nameof(LearnerHello), nameof(BatchTrained), nameof(CheckpointSaved) }) Assert.Contains(kind, lost.Keys);
    }

    [Fact]
    public async Task Groups_that_come_twice_are_dropped_and_counted_with_their_tokens()
    {
        var deliveries = 0;
        var again = 0;
        using var bench = new FailureBench { Resend = TimeSpan.FromMinutes(1) };
        bench.Run.Copies = message =>
        {
            if (message is not DeliverGroup || Interlocked.Increment(ref deliveries) % 4 != 0) return 1;
            Interlocked.Increment(ref again);
            return 2;
        };
        bench.StartCoordinator();
        bench.StartNode("n1", isFirst: true);
        await bench.Finished();
        Assert.Equal(await FailureBench.Undisturbed(), bench.FinalWeights);
        await bench.Until(
            () =>
            {
                using var ledger = bench.Ledger();
                return ledger.Balance().Duplicates.Groups == again;
            },
            "the count of duplicates");
        using var ledger = bench.Ledger();
        var (trained, duplicates) = (ledger.Balance()[GroupState.Trained], ledger.Balance().Duplicates);
        Assert.True(duplicates.Groups >= trained.Groups / 4);
        Assert.Equal(trained.GeneratedTokens / trained.Groups, duplicates.GeneratedTokens / duplicates.Groups);
    }

    [Fact]
    public async Task A_group_that_kills_its_worker_three_times_is_quarantined_with_the_evidence_and_the_run_goes_on()
    {
        using var bench = new FailureBench
        {
            OnDecode = active =>
            {
                if (active.Any(id => id.Value == 7)) throw new InvalidOperationException("this prompt is poison");
            },
            Settings = new CoordinatorSettings(8, 6, 1, 0, TimeSpan.FromSeconds(30), 3, 3),
        };
        bench.StartCoordinator();
        bench.StartNode("n1", isFirst: true);
        await bench.Finished();
        using var ledger = bench.Ledger();
        var lost = Assert.Single(ledger.Lost());
        Assert.Equal((7, GroupState.Quarantined, 3), (lost.Id.Value, lost.State, lost.Attempts));
        Assert.Equal(3, lost.Evidence.Length);
        Assert.All(lost.Evidence, line => Assert.Contains("this prompt is poison", line, StringComparison.Ordinal));
        Assert.Equal(string.Join("\n", lost.Evidence), string.Join("\n", Assert.Single(bench.Events.OfType<RunEvent.GroupsQuarantined>()).Evidence));
    }

    [Fact]
    public async Task Values_that_change_and_steps_that_are_undone_leave_a_journal_that_leads_to_the_weights()
    {
        IActorRef coordinator = ActorRefs.Nobody;
        using var reached = new ManualResetEventSlim();
        using var bench = new FailureBench
        {
            OnStep = metrics =>
            {
                if (metrics.Step < 4 || reached.IsSet) return;
                coordinator.Tell(Pause.Instance);
                reached.Set();
            },
            Settings = new CoordinatorSettings(12, 6, 3, 1, TimeSpan.FromSeconds(30), 3, 3) { KeepPayloads = PayloadRetention.All },
        };
        coordinator = bench.StartCoordinator();
        bench.StartNode("n1", isFirst: true);
        await bench.Until(() => reached.IsSet, "step 4");
        async Task<CommandResult> Order(IOperatorCommand command)
        {
            var result = await coordinator.Ask<CommandResult>(command, Patience);
            Assert.True(result.Accepted, result.Reason);
            return result;
        }

        var missing = await coordinator.Ask<CommandResult>(new Rollback(2), Patience);
        Assert.False(missing.Accepted);
        Assert.StartsWith("there is no checkpoint of step 2; there are 3, ", missing.Reason, StringComparison.Ordinal);
        Assert.Equal("step 3", (await Order(new Rollback(3))).After);
        foreach (var (key, value) in new[] { ("learner.learning-rate", "5e-4"), ("learner.clip-high", "0.3"), ("learner.prompts-per-batch", "6"), ("staleness.max-versions", "2") })
            await Order(new SetValue(key, value));
        await Order(Resume.Instance);
        await bench.Finished();

        using var ledger = bench.Ledger();
        var journal = ledger.Journalled();
        Assert.Equal((0.2, 0.3), (journal[2].Bounds!.ClipHigh, journal[3].Bounds!.ClipHigh));
        Assert.True(journal[3].LearningRate < journal[2].LearningRate / 1.5);
        Assert.True(ledger.Balance()[GroupState.Filtered].Groups >= 2 * 6);
        using var trainer = new FakeTrainer(null, _ => { });
        foreach (var batch in journal) trainer.Train(ledger.Batch(batch.Step));
        Assert.Equal(trainer.Weights, bench.FinalWeights);
    }

    [Fact]
    public async Task A_node_that_leaves_finishes_its_work_first()
    {
        var step = -1L;
        using var bench = new FailureBench { OnStep = metrics => Interlocked.Exchange(ref step, metrics.Step), Settings = new CoordinatorSettings(12, 6, 3, 1, TimeSpan.FromSeconds(30), 3, 3) { KeepPayloads = PayloadRetention.All } };
        bench.StartCoordinator();
        bench.StartNode("n1", workers: 1, isFirst: true);
        var leaving = bench.StartNode("n2", workers: 2, learns: false);
        await bench.Until(() => Interlocked.Read(ref step) >= 2, "step 2");
        Assert.IsType<NodeProtocol.NodeDrained>(await leaving.Ask<object>(NodeProtocol.DrainNode.Instance, Patience));
        await FailureBench.Kill(leaving);
        await bench.Finished();
        using var ledger = bench.Ledger();
        Assert.Empty(ledger.Lost());
        Assert.Equal(12 * 6, ledger.Balance().Issued);
        Assert.Contains(ledger.Journalled().SelectMany(b => ledger.Groups(b.Groups)), group => group.Worker.StartsWith("n2/", StringComparison.Ordinal));
        Assert.All(ledger.Journalled().SelectMany(b => ledger.Groups(b.Groups)), group => Assert.Equal(1, group.Attempt));
        Assert.DoesNotContain(bench.Events.OfType<RunEvent.WorkerChanged>(), w => w.Health == RoleHealth.Restarting);
    }
}
