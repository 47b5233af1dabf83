using System.Reflection;
using System.Text.Json.Serialization;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Node;
using ToolZero.Actors.Runs;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Metrics;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Tests.Hosting;

public class EventJournalSpecs
{
    private static readonly TrainingBatch Batch = new(3, 0.5, 1e-3, [Samples.Group(1), Samples.Group(2, version: 2), Samples.Group(3)]);

    private static readonly RunEvent.StepCompleted Step = new(
        new StepMetrics(3, BatchStatistics.Of(Batch), new UpdateStatistics(0.1, double.NaN, 1, 0, 0, 0, 1, 0, 1e-3, 12), new TimeSplit(1, 2, 3, 4, 5, 6)),
        Batch,
        new GroupCounts(3, 0, 0, 0, 3, 0, 0, 0, 0, 0));

    public static TheoryData<RunEvent> Events =>
    [
        new RunEvent.Notice("a \"notice\" ä"),
        new RunEvent.WorkerChanged("west/rollout-1#7f.2", RoleKind.Rollout, RoleHealth.Draining, 2, "drained"),
        new RunEvent.NodeChanged("west", "akka.tcp://toolzero@127.0.0.1:1", ["rollout"], NodeHealth.Gone),
        new RunEvent.PhaseChanged(RunPhase.Failed, "disk") { IsDataFault = true },
        new RunEvent.CheckpointWritten(4, "step_4", "aa"),
        new RunEvent.SettingChanged(new SettingChange(7, "learner.learning-rate", "0.0003", "0.0002")),
        new RunEvent.RolledBack(20, 10),
        new RunEvent.Waiting("a learner", TimeSpan.FromSeconds(20)),
        new RunEvent.Ended(RunResult.NotBegun(new RunEnd(RunPhase.Stopped, "stopped"))),
    ];

    [Fact]
    public void Every_kind_of_event_has_a_name_in_the_journal()
    {
        var named = typeof(RunEvent).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(a => a.DerivedType).ToHashSet();
        Assert.All(typeof(RunEvent).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(RunEvent))), kind => Assert.Contains(kind, named));
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void Events_come_back_as_they_were(RunEvent runEvent)
    {
        var line = EventJournal.Write(runEvent);
        Assert.DoesNotContain('\n', line);
        Assert.Equal(line, EventJournal.Write(EventJournal.Read(line)!));
        Assert.Equal(runEvent.GetType(), EventJournal.Read(line)!.GetType());
    }

    [Fact]
    public void A_step_comes_back_with_all_metrics_and_one_group_to_show()
    {
        var read = Assert.IsType<RunEvent.StepCompleted>(EventJournal.Read(EventJournal.Write(Step)));
        Assert.Equal(Step.Metrics.ToJson(), read.Metrics.ToJson());
        Assert.Equal(Step.Groups, read.Groups);
        Assert.Equal(TellingGroup.Of(Batch)!.TaskId, TellingGroup.Of(read.Batch)!.TaskId);
        Assert.Equal(TellingGroup.Of(Batch)!.Samples.Select(s => s.Trajectory.Text), TellingGroup.Of(read.Batch)!.Samples.Select(s => s.Trajectory.Text));
        Assert.Equal(TellingGroup.Of(Batch)!.PromptTokens, TellingGroup.Of(read.Batch)!.PromptTokens.AsEnumerable());
        Assert.Equal(Batch.Groups.Select(g => (g.Id, g.Worker)), read.Batch.Groups.Select(g => (g.Id, g.Worker)));
        Assert.Equal([0, 2, 0], read.Batch.Groups.Select(g => g.Samples[0].Trajectory.Versions.Single().Value));
    }

    [Fact]
    public void The_journal_of_a_step_does_not_grow_with_its_tokens()
    {
        var long1 = Batch with { Groups = [.. Batch.Groups.Select(g => g with { Samples = [.. g.Samples.Select(s => s with { Trajectory = Samples.Trajectory(0, 5000) })] })] };
        Assert.InRange(EventJournal.Write(Step with { Batch = long1 }).Length, 0, EventJournal.Write(Step).Length + 100);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"event\":\"notice\",\"te")]
    [InlineData("{\"event\":\"of a later release\"}")]
    public void What_is_no_event_is_nothing(string line) => Assert.Null(EventJournal.Read(line));
}
