using ToolZero.Actors.Admin;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Tests.Admin.Support;
using ToolZero.Core.Data;
using static ToolZero.Actors.Admin.AdminProtocol;
using static ToolZero.Actors.Coordinator.CoordinatorProtocol;

namespace ToolZero.Actors.Tests.Admin;

public class AdminActorSpecs
{
    [Theory]
    [InlineData("pause", typeof(Pause))]
    [InlineData("resume", typeof(Resume))]
    [InlineData("checkpoint", typeof(Checkpoint))]
    [InlineData("rollback 8", typeof(Rollback))]
    [InlineData("set learner.learning-rate 2e-4", typeof(SetValue))]
    [InlineData("drain", typeof(Drain))]
    [InlineData("stop", typeof(Drain))]
    public async Task A_command_is_acknowledged_when_the_coordinator_has_applied_it_and_stands_in_the_audit_trail(string command, Type message)
    {
        await using var bench = new AdminBench();
        Assert.Equal(new OperatorReply.Applied(12, "running", "paused"), await bench.Send(command));
        Assert.Contains(bench.Run.Heard, m => m.GetType() == message);
        var entry = Assert.Single(await bench.Audit(entries => entries is [{ Outcome: "applied" }]));
        Assert.Equal(("ada", command, 12L, "running", "paused"), (entry.Operator, entry.Command, entry.Step, entry.Before, entry.After));
    }

    [Fact]
    public async Task What_the_coordinator_refuses_is_refused_with_its_reason()
    {
        await using var bench = new AdminBench();
        bench.Run.Answer = _ => new CommandResult(false, 12, "", "", "there is no checkpoint of 8 steps");
        Assert.Equal(new OperatorReply.Refused("there is no checkpoint of 8 steps"), await bench.Send("rollback 8"));
        await bench.Audit(entries => entries is [{ Outcome: "refused", Detail: "there is no checkpoint of 8 steps" }]);
    }

    [Fact]
    public async Task At_its_deadline_a_command_says_what_it_waits_for_and_the_audit_trail_learns_how_it_ended()
    {
        await using var bench = new AdminBench();
        bench.Run.Answer = message => message is GetStatus ? ScriptedRun.Status() : null;
        var reply = Assert.IsType<OperatorReply.Overdue>(await bench.Send("checkpoint", TimeSpan.FromMilliseconds(200)));
        Assert.Equal("rollouts of step 12 (the run is running)", reply.WaitingFor);
        await bench.Audit(entries => entries is [{ Outcome: "overdue" }]);
        bench.Run.Answer = _ => new CommandResult(true, 13, "step 10", "step 13", "");
        Assert.Equal(new OperatorReply.Applied(13, "step 10", "step 13"), await bench.Send("checkpoint"));
        await bench.Audit(entries => entries is [{ Outcome: "applied" }, { Outcome: "overdue" }]);
    }

    [Fact]
    public async Task A_command_that_ends_after_its_deadline_is_audited_as_what_it_became()
    {
        await using var bench = new AdminBench();
        var asker = new TaskCompletionSource<Akka.Actor.IActorRef>(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Run.Answer = message =>
        {
            if (message is Checkpoint) asker.SetResult(bench.Run.Asker);
            return message is GetStatus ? ScriptedRun.Status() : null;
        };
        Assert.IsType<OperatorReply.Overdue>(await bench.Send("checkpoint", TimeSpan.FromMilliseconds(100)));
        (await asker.Task).Tell(new CommandResult(true, 13, "step 10", "step 13", ""), bench.Run.Actor);
        await bench.Audit(entries => entries is [{ Outcome: "applied", Step: 13 }]);
    }

    [Fact]
    public async Task A_coordinator_that_starts_anew_does_not_leave_an_operator_waiting()
    {
        await using var bench = new AdminBench();
        bench.Run.Answer = message =>
        {
            if (message is Pause) bench.System.EventStream.Publish(CoordinatorStarted.Instance);
            return null;
        };
        Assert.Contains("started anew", Assert.IsType<OperatorReply.Refused>(await bench.Send("pause")).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_secret_is_denied_audited_and_does_nothing()
    {
        await using var bench = new AdminBench();
        var denied = Assert.IsType<Denied>(await bench.Raw("stop", secret: Secrets.Wrong));
        Assert.Equal(DenialKind.WrongSecret, denied.Kind);
        Assert.Empty(bench.Run.Heard);
        var entry = Assert.Single(await bench.Audit(entries => entries.Length == 1));
        Assert.Equal(("denied", "ada", ""), (entry.Outcome, entry.Operator, entry.Command));
    }

    [Fact]
    public async Task A_flood_of_wrong_secrets_makes_few_lines()
    {
        await using var bench = new AdminBench();
        var wrong = Secrets.Wrong;
        for (var i = 0; i < 300; i++) Assert.IsType<Denied>(await bench.Raw("stop", secret: wrong));
        Assert.Equal(new OperatorReply.Applied(12, "running", "paused"), await bench.Send("pause"));
        var entries = await bench.Audit(e => e.Any(x => x.Outcome == "applied"));
        Assert.InRange(entries.Count(e => e.Outcome == "denied"), 1, 2 * DenialMeter.MaxLines + 1);
    }

    [Fact]
    public async Task A_command_that_cannot_be_audited_is_not_carried_out()
    {
        await using var bench = new AdminBench(s => s with { OpenAudit = () => throw new DataException("audit.db: the disk is full") });
        Assert.Contains("the disk is full", Assert.IsType<OperatorReply.Refused>(await bench.Send("pause")).Reason, StringComparison.Ordinal);
        Assert.Empty(bench.Run.Heard);
        Assert.Equal("running", (await bench.Query<StatusAnswer>("status")).Phase);
    }

    [Fact]
    public async Task A_command_that_cannot_be_read_is_refused_with_what_it_could_have_meant()
    {
        await using var bench = new AdminBench();
        Assert.Equal("pause", Assert.IsType<OperatorReply.Refused>(await bench.Send("puase")).DidYouMean);
        await bench.Audit(entries => entries is [{ Outcome: "refused", Command: "puase" }]);
    }

    [Fact]
    public async Task Too_many_commands_at_a_time_are_denied()
    {
        await using var bench = new AdminBench();
        bench.Run.Answer = _ => null;
        var waiting = Enumerable.Range(0, AdminTickets.MaxCommands).Select(_ => bench.Raw("pause", TimeSpan.FromSeconds(20))).ToList();
        for (var end = DateTimeOffset.UtcNow + AdminBench.Patience; bench.Run.Asked<Pause>() < AdminTickets.MaxCommands && DateTimeOffset.UtcNow < end;) await Task.Delay(20);
        Assert.Equal(DenialKind.Busy, Assert.IsType<Denied>(await bench.Raw("resume")).Kind);
        bench.System.EventStream.Publish(CoordinatorStarted.Instance);
        Assert.All(await Task.WhenAll(waiting), reply => Assert.IsType<SignedReply>(reply));
    }
}
