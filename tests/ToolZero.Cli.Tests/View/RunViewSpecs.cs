using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Node;
using ToolZero.Cli.Tests.Support;
using ToolZero.Cli.View;
using ToolZero.Core.Rollouts;

namespace ToolZero.Cli.Tests.View;

public sealed class RunViewSpecs
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;
    private static readonly RunView Empty = new("quickstart", 10, Start);

    private static RunView After(params RunEvent[] events) =>
        events.Select((e, i) => (e, i)).Aggregate(Empty, (view, x) => view.Apply(x.e, Start.AddSeconds(x.i)));

    [Fact]
    public void A_new_view_has_nothing_trained()
    {
        Assert.Equal(0, Empty.Version);
        Assert.Null(Empty.Last);
        Assert.Null(Empty.Remaining());
    }

    [Fact]
    public void Steps_make_curves_version_ledger_and_sample()
    {
        var view = After(Events.Step(0, 0.1), Events.Step(1, 0.2));
        Assert.Equal(2, view.Version);
        Assert.Equal([0.1, 0.2], view.Curve(m => m.Batch.Success));
        Assert.Equal(6, view.Groups!.Issued);
        Assert.True(view.Groups.Balanced);
        Assert.Equal("task-2", view.Sample!.TaskId);
        Assert.True(view.Sample.Success);
    }

    [Fact]
    public void The_sample_comes_from_a_group_that_disagrees_with_itself()
    {
        for (var step = 0; step < 4; step++) Assert.Equal($"task-{step * 2}", After(Events.Step(step)).Sample!.TaskId);
    }

    [Fact]
    public void A_step_that_is_replayed_replaces_what_came_after_it()
    {
        var view = After(Events.Step(0), Events.Step(1), Events.Step(2), Events.Step(1, 0.9));
        Assert.Equal(2, view.Version);
        Assert.Equal(0.9, view.Last!.Batch.Success);
    }

    [Fact]
    public void Workers_keep_one_row_over_their_incarnations()
    {
        var view = After(
            Events.Worker("rollout-1"),
            Events.Step(0),
            Events.Worker("rollout-1", health: RoleHealth.Restarting, reason: "out of memory"),
            Events.Worker("rollout-1", incarnation: 2),
            Events.Step(1, worker: "rollout-1#2"));
        var worker = Assert.Single(view.Workers.Values);
        Assert.Equal(("rollout-1", 2, RoleHealth.Running, 4L, 1L), (worker.Name, worker.Incarnation, worker.Health, worker.Groups, worker.Version!.Value));
        Assert.Equal(Start.AddSeconds(3), worker.Since);
        Assert.Contains("out of memory", Assert.Single(view.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public void The_pace_of_the_newest_steps_gives_the_time_that_is_left()
    {
        Assert.Null(After(Events.Step(0)).Remaining());
        Assert.Equal(TimeSpan.FromSeconds(6), After([.. Enumerable.Range(0, 4).Select(i => Events.Step(i))]).Remaining());
    }

    [Fact]
    public void What_is_waited_for_is_shown_until_the_next_step()
    {
        var waiting = After(Events.Step(0), new RunEvent.Waiting("a rollout worker", TimeSpan.FromSeconds(30)));
        Assert.Equal("a rollout worker", waiting.Waiting);
        Assert.Null(waiting.Apply(Events.Step(1), Start).Waiting);
    }

    [Fact]
    public void Phases_checkpoints_evaluations_and_notices_are_kept()
    {
        var view = After(
            new RunEvent.PhaseChanged(RunPhase.Draining, "stopped on request"),
            new RunEvent.CheckpointWritten(7, "checkpoints/step_7", "abc"),
            Events.Evaluation("baseline", 0, 0.1),
            new RunEvent.GroupsQuarantined([new GroupId(3)], ["threw"]));
        Assert.Equal((RunPhase.Draining, "stopped on request"), (view.Phase, view.PhaseReason));
        Assert.Equal(7, view.Checkpoint!.Step);
        Assert.Equal(0.1, view.Evaluations.Single().Result.Success);
        Assert.Contains("g3: threw", view.Notices.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_newest_notices_are_kept()
    {
        var view = After([.. Enumerable.Range(0, 9).Select(i => new RunEvent.Notice($"n{i}"))]);
        Assert.Equal(["n5", "n6", "n7", "n8"], view.Notices.AsEnumerable());
    }
}
