using System.Collections.Concurrent;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Learner;
using ToolZero.Actors.Ledger;
using ToolZero.Actors.Node;
using ToolZero.Actors.Tests.Support;
using static ToolZero.Actors.Coordinator.CoordinatorProtocol;

namespace ToolZero.Actors.Tests.Coordinator;

/// <summary>Two that both believe to be in charge: only the newer one commits.</summary>
public class FencingSpecs
{
    [Fact]
    public async Task Of_two_coordinators_that_everybody_speaks_to_the_older_one_dies_at_its_first_write()
    {
        var steps = new ConcurrentQueue<long>();
        using var bench = new FailureBench { OnStep = metrics => steps.Enqueue(metrics.Step) };
        var old = bench.StartCoordinator();
        bench.StartNode("n1", isFirst: true);
        await bench.Until(() => steps.Count >= 3, "three steps");
        bench.Run.LeadTo(old, bench.StartCoordinator());
        await bench.Finished();
        Assert.Equal(await FailureBench.Undisturbed(), bench.FinalWeights);
        await bench.Until(() => !bench.Deaths.IsEmpty, "the death of the older one");
        var death = Assert.IsType<LedgerFencedException>(Assert.Single(bench.Deaths));
        Assert.Equal((1, 2), (death.Epoch, death.Newest));
        Assert.Equal(Enumerable.Range(0, 8).Select(s => (long)s), steps);
    }

    [Fact]
    public async Task A_learner_that_stalls_in_a_step_while_another_one_takes_over_changes_nothing_when_it_wakes_up()
    {
        using var stalled = new ManualResetEventSlim();
        using var wake = new ManualResetEventSlim();
        using var last = new ManualResetEventSlim();
        using var bench = new FailureBench
        {
            OnDecode = active =>
            {
                // The last step waits, so that there is a run to speak to.
                if (active.Any(id => id.Value >= 7 * 6)) last.Wait(TimeSpan.FromMinutes(1));
            },
        };
        bench.StartCoordinator();
        bench.StartNode("n1", isFirst: true, onTrain: batch =>
        {
            if (batch.Step != 4) return;
            stalled.Set();
            wake.Wait(TimeSpan.FromMinutes(1));
        });
        await bench.Until(() => stalled.IsSet, "step 4");
        bench.StartNode("n2", workers: 0);
        await bench.Until(() => bench.Checkpoints.Latest() is { State.Step: 6 }, "a checkpoint of the second learner");
        wake.Set();
        await bench.Until(() => StandsBy(bench, "n1/learner"), "the first learner to stand by");
        last.Set();
        await bench.Finished();
        Assert.Equal(await FailureBench.Undisturbed(), bench.FinalWeights);
        Assert.Equal([2, 2], bench.Checkpoints.InForce([]).Select(c => c.State.LearnerEpoch));
    }

    [Fact]
    public async Task A_learner_that_stands_by_takes_over_when_the_one_in_charge_is_gone()
    {
        using var last = new ManualResetEventSlim();
        using var bench = new FailureBench
        {
            OnDecode = active =>
            {
                // The last step waits, so that there is a run to take over.
                if (active.Any(id => id.Value >= 7 * 6)) last.Wait(TimeSpan.FromMinutes(1));
            },
        };
        bench.StartCoordinator();
        bench.StartNode("n1", isFirst: true);
        await bench.Until(() => bench.Checkpoints.Latest() is { State.Step: 3 }, "a checkpoint of the first learner");
        var second = bench.StartNode("n2", workers: 0);
        await bench.Until(() => StandsBy(bench, "n1/learner"), "the first learner to stand by");
        await FailureBench.Kill(second);
        last.Set();
        await bench.Finished();
        Assert.Equal(await FailureBench.Undisturbed(), bench.FinalWeights);
        Assert.Equal(3, bench.Checkpoints.Latest()!.State.LearnerEpoch);
    }

    [Fact]
    public async Task A_learner_that_nobody_listens_to_any_more_cannot_publish_the_checkpoint_it_was_asked_for()
    {
        using var stalled = new ManualResetEventSlim();
        using var wake = new ManualResetEventSlim();
        using var bench = new FailureBench();
        bench.StartCoordinator();

        // What it is asked to save stands in its mailbox when the next one takes over.
        bench.StartNode("n1", isFirst: true, onTrain: batch =>
        {
            if (batch.Step != 2) return;
            stalled.Set();
            wake.Wait(TimeSpan.FromMinutes(1));
        });
        await bench.Until(() => stalled.IsSet, "step 2");
        bench.Tell("n1/learner", new SaveCheckpoint(3, Coordinator: 1));
        bench.StartNode("n2", workers: 0);
        await bench.Finished();
        wake.Set();
        await bench.Until(() => StandsBy(bench, "n1/learner"), "the first learner to stand by");
        Assert.Equal<long>([6, 8], bench.Checkpoints.Steps());
        Assert.Equal([2, 2], bench.Checkpoints.InForce([]).Select(c => c.State.LearnerEpoch));
    }

    private static bool StandsBy(FailureBench bench, string learner) =>
        bench.Events.OfType<RunEvent.Notice>().Any(n => n.Text.StartsWith(learner, StringComparison.Ordinal) && n.Text.Contains(" stands by: ", StringComparison.Ordinal));
}
