using System.Collections.Immutable;
using System.Diagnostics;
using ToolZero.Actors.Admin;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Ledger;
using ToolZero.Actors.Runs;
using ToolZero.Actors.Tests.Admin.Support;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Coordinator.CoordinatorProtocol;

namespace ToolZero.Actors.Tests.Admin;

public class AdminQueriesSpecs
{
    private static readonly WorkerStatus Busy = new(
        "n1/rollout-1#b.1", "127.0.0.1:4100", WorkerActivity.Generating, "", TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(1), 1, 2, 17, false);

    private static readonly WorkerStatus Leaving = Busy with { Name = "n1/rollout-2#b.1", Activity = WorkerActivity.Waiting, WaitsFor = "the staleness gate", IsLeaving = true };

    [Fact]
    public async Task Status_says_what_the_run_does_and_waits_for()
    {
        await using var bench = new AdminBench();
        bench.Node("n1", 2);
        bench.Run.Answer = _ => ScriptedRun.Status(Busy, Leaving);
        var status = await bench.Query<StatusAnswer>("status");
        Assert.Equal(("quickstart", "running", "rollouts of step 12", 3.0), (status.Run, status.Phase, status.WaitingFor, status.WaitingSeconds));
        Assert.Equal((12L, 240L, 10L), (status.Step, status.Steps, status.CheckpointStep));
        Assert.Equal(new GroupsRow(100, 2, 4, 6, 80, 1, 2, 3, 2, 5, true), status.Groups);
        Assert.Equal(new RolloutsRow(2, 1, 1, 1), status.Rollouts);
        Assert.Equal(("127.0.0.1:4100", "up"), (Assert.Single(status.Nodes).Address, status.Nodes[0].Status));
        Assert.Equal(new SettingRow("learner.learning-rate", "1e-4"), Assert.Single(status.Settings));
        Assert.Empty(status.Missing);
    }

    [Fact]
    public async Task A_run_without_a_coordinator_is_starting_and_says_who_is_missing()
    {
        await using var bench = new AdminBench(s => s with { Longest = TimeSpan.FromMilliseconds(200) });
        bench.Run.Answer = _ => null;
        var status = await bench.Query<StatusAnswer>("status");
        Assert.Equal(("starting", "the coordinator"), (status.Phase, status.WaitingFor));
        Assert.Equal(["the coordinator does not answer"], status.Missing.ToArray());
    }

    [Fact]
    public async Task A_run_that_has_ended_says_how_although_there_is_no_coordinator_any_more()
    {
        await using var bench = new AdminBench();
        await bench.Query<StatusAnswer>("status");
        bench.Run.Answer = _ => null;
        bench.System.EventStream.Publish(new RunEvent.Ended(RunResult.NotBegun(new RunEnd(RunPhase.Finished, "all 240 steps are trained"))));
        var status = await bench.Query<StatusAnswer>("status");
        Assert.Equal(("finished", "all 240 steps are trained", ""), (status.Phase, status.Reason, status.WaitingFor));
        Assert.Empty(status.Missing);
    }

    [Fact]
    public async Task Many_operators_cost_the_coordinator_as_much_as_one()
    {
        await using var bench = new AdminBench(s => s with { Fresh = TimeSpan.FromMinutes(1) });
        await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => bench.Query<StatusAnswer>("status")));
        Assert.Equal(1, bench.Run.Asked<GetStatus>());
    }

    [Fact]
    public async Task A_coordinator_that_is_slow_to_answer_does_not_make_operators_wait()
    {
        await using var bench = new AdminBench(s => s with { Fresh = TimeSpan.Zero, Stale = TimeSpan.FromMinutes(5), Longest = TimeSpan.FromMinutes(1) });
        await bench.Query<StatusAnswer>("status");
        bench.Run.Answer = _ => null;
        var times = new List<double>();
        for (var i = 0; i < 20; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var status = await bench.Query<StatusAnswer>("status");
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            Assert.True(status.AgeSeconds > 0);
            Assert.Equal("running", status.Phase);
        }

        // Twice the patience of the product, and room for a busy machine in the median.
        Assert.InRange(times.Order().ElementAt(10), 0, 1000);
    }

    [Fact]
    public async Task Nodes_and_workers_are_shown_and_a_node_that_is_silent_is_named()
    {
        await using var bench = new AdminBench(s => s with { Longest = TimeSpan.FromMilliseconds(300) });
        bench.Node("n1", 2, "coordinator", "rollout");
        bench.Node("n2", 1).Alive = false;
        bench.Node("n3", 1).Reachable = false;
        var nodes = await bench.Query<NodesAnswer>("nodes");
        Assert.Equal(["n1", "", ""], nodes.Nodes.Select(n => n.Member.Name));
        Assert.Equal(["up", "up", "unreachable"], nodes.Nodes.Select(n => n.Member.Status));
        var resources = nodes.Nodes[0].Resources!;
        Assert.Equal((2, 8L << 30, 4L << 30, 1L << 30), (resources.Cores, resources.MemoryBytes, resources.AvailableBytes, resources.ProcessBytes));
        Assert.Null(nodes.Nodes[1].Resources);
        Assert.Equal(["node 127.0.0.1:4101 does not answer"], nodes.Missing.ToArray());
        var workers = await bench.Query<WorkersAnswer>("workers");
        Assert.Equal(
            [new WorkerRow("n1/rollout-1", "n1/rollout-1#b.1", "127.0.0.1:4100", "rollout", "running", 0), new WorkerRow("n1/rollout-2", "n1/rollout-2#b.1", "127.0.0.1:4100", "rollout", "running", 0)],
            workers.Workers.ToArray());
    }

    [Fact]
    public async Task Rollouts_say_what_each_one_does_and_waits_for()
    {
        await using var bench = new AdminBench();
        bench.Run.Answer = _ => ScriptedRun.Status(Busy, Leaving);
        var rows = (await bench.Query<RolloutsAnswer>("rollouts")).Rollouts;
        Assert.Equal([("generating", "", 29.0), ("waiting", "the staleness gate", 28.0)], rows.Select(r => (r.Does, r.WaitsFor, r.DeadlineSeconds!.Value)));
        Assert.Equal(["n1/rollout-1", "n1/rollout-2"], rows.Select(r => r.Worker));
        Assert.Equal(["u8.1"], rows[0].Leases.ToArray());
        Assert.Equal((2, 17L, false), (rows[0].OpenGroups, rows[0].Delivered, rows[0].Leaving));
        Assert.True(rows[1].Leaving);
    }

    [Fact]
    public async Task The_ledger_is_shown_by_state_with_its_tokens()
    {
        await using var bench = new AdminBench();
        var states = ImmutableSortedDictionary<GroupState, LedgerEntry>.Empty
            .Add(GroupState.InFlight, new LedgerEntry(4, 100, 0)).Add(GroupState.Trained, new LedgerEntry(80, 2000, 9000)).Add(GroupState.Stale, new LedgerEntry(1, 10, 30));
        bench.Run.Answer = message => message is GetLedger ? new LedgerReport(new LedgerBalance(85, states, new LedgerEntry(2, 20, 50))) : ScriptedRun.Status();
        var ledger = await bench.Query<LedgerAnswer>("ledger");
        Assert.Equal([new LedgerRow("in-flight", 4, 100, 0), new LedgerRow("trained", 80, 2000, 9000), new LedgerRow("stale", 1, 10, 30)], ledger.States.ToArray());
        Assert.Equal((85L, true, 80L, 10L), (ledger.Issued, ledger.Balanced, ledger.WastedTokens, ledger.CheckpointStep));
    }

    [Fact]
    public async Task Nothing_is_said_of_a_ledger_that_does_not_answer()
    {
        await using var bench = new AdminBench(s => s with { Longest = TimeSpan.FromMilliseconds(200) });
        bench.Run.Answer = _ => null;
        Assert.StartsWith("the ledger does not answer", Assert.IsType<OperatorReply.Refused>(await bench.Send("ledger")).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Samples_are_shown_with_their_rewards_and_bounded_texts()
    {
        await using var bench = new AdminBench();
        var sample = new RecentSample(
            new GroupId(7), 1, "task-7", "simple", "n1/rollout-1#b.1", 11, 30, StopReason.EndOfSequence, new string('x', 10_000),
            new RewardScore(1, 0.25, -1, false, ImmutableSortedDictionary<string, double>.Empty.Add("format", 1)));
        bench.Run.Answer = message => message is GetSamples ? new SampleReport([sample, sample with { Index = 2 }]) : null;
        var row = Assert.Single((await bench.Query<SamplesAnswer>("samples 1")).Samples);
        Assert.Equal((7L, 1, 11L, "end-of-sequence", 1.25, 0.0), (row.Group, row.Index, row.Version, row.Stop, row.General, row.Strict));
        Assert.InRange(row.Text.Length, 4000, 4010);
        Assert.Equal(new PartRow("format", 1), Assert.Single(row.Parts));
    }

    [Fact]
    public async Task Quarantined_groups_are_shown_with_their_evidence()
    {
        await using var bench = new AdminBench();
        bench.Run.Answer = _ => new QuarantineReport([new LostGroup(new GroupId(17), "task-17", GroupState.Quarantined, 3, ["n1/rollout-1: timeout", "n2: timeout"])]);
        var row = Assert.Single((await bench.Query<QuarantineAnswer>("quarantine list")).Groups);
        Assert.Equal((17L, "task-17", 3), (row.Group, row.Task, row.Attempts));
        Assert.Equal(["n1/rollout-1: timeout", "n2: timeout"], row.Evidence.ToArray());
    }
}
