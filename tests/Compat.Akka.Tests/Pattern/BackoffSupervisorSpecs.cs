using Akka.Actor;
using Akka.Pattern;

namespace Compat.Akka.Tests.Pattern;

public sealed class BackoffSupervisorSpecs() : Kit(ManualScheduler.Hocon)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private ManualScheduler Clock => (ManualScheduler)System.Scheduler;

    private Probe Child => field ??= NewProbe();

    private Probe Watcher => field ??= NewProbe();

    [Fact]
    public async Task Messages_pass_to_the_child_and_its_messages_to_the_parent()
    {
        var supervisor = New(OnStop());
        supervisor.Tell("hello", ActorRefs.NoSender);
        await Child.Expect("hello");
    }

    [Fact]
    public async Task A_child_that_stopped_is_started_again_after_delays_that_double()
    {
        var supervisor = New(OnStop().WithManualReset());
        foreach (var delay in new[] { 1, 2, 4, 8, 10, 10 })
        {
            await EndChild(supervisor);
            Clock.Advance(delay * Second * 0.99);
            Assert.Null(await CurrentChild(supervisor));
            Clock.Advance(delay * Second * 0.02);
            await EventuallyChild(supervisor);
        }

        Assert.Equal(6, await Count(supervisor));
        supervisor.Tell(BackoffSupervisor.Reset.Instance, ActorRefs.NoSender);
        Assert.Equal(0, await Count(supervisor));
    }

    [Fact]
    public async Task A_child_that_lives_long_enough_resets_the_count()
    {
        var supervisor = New(OnStop().WithAutoReset(5 * Second));
        await EndChild(supervisor);
        Clock.Advance(Second);
        await EventuallyChild(supervisor);
        Assert.Equal(1, await Count(supervisor));
        Clock.Advance(4 * Second);
        Assert.Equal(1, await Count(supervisor));
        Clock.Advance(2 * Second);
        Assert.Equal(0, await Count(supervisor));
    }

    [Fact]
    public async Task A_failing_child_is_ended_and_made_anew_after_the_delay()
    {
        var supervisor = New(OnFailure().WithManualReset());
        var first = await EventuallyChild(supervisor);
        await Watcher.WatchNow(first);
        first.Tell("boom", ActorRefs.NoSender);
        await Watcher.ExpectTerminated(first);
        await EventuallyNoChild(supervisor);
        Assert.Equal(1, await Count(supervisor));
        Clock.Advance(1.01 * Second);
        var second = await EventuallyChild(supervisor);
        Assert.NotEqual(first, second);
        Assert.Equal(first.Path, second.Path);
    }

    [Fact]
    public async Task With_OnFailure_a_child_that_stops_by_itself_ends_the_supervisor()
    {
        var supervisor = New(OnFailure());
        await Watcher.WatchNow(supervisor);
        (await EventuallyChild(supervisor)).Tell(PoisonPill.Instance, ActorRefs.NoSender);
        await Watcher.ExpectTerminated(supervisor);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_restart_more_than_allowed_ends_the_supervisor(bool onFailure)
    {
        var supervisor = New((onFailure ? OnFailure() : OnStop()).WithManualReset().WithMaxNrOfRetries(2));
        await Watcher.WatchNow(supervisor);
        for (var i = 0; i < 3; i++)
        {
            var child = await EventuallyChild(supervisor);
            child.Tell(onFailure ? "boom" : PoisonPill.Instance, ActorRefs.NoSender);
            if (i == 2) break;
            await EventuallyNoChild(supervisor);
            Clock.Advance(10 * Second);
        }

        await Watcher.ExpectTerminated(supervisor);
    }

    [Fact]
    public async Task While_there_is_no_child_the_chosen_answer_is_given()
    {
        var asker = NewProbe();
        var supervisor = New(OnStop().WithReplyWhileStopped("closed"));
        await EndChild(supervisor);
        supervisor.Tell("hello", asker.Ref);
        await asker.Expect("closed");
    }

    [Fact]
    public async Task After_the_final_message_the_end_of_the_child_is_the_end()
    {
        var supervisor = New(OnStop().WithFinalStopMessage(message => message is "last"));
        await Watcher.WatchNow(supervisor);
        supervisor.Tell("last", ActorRefs.NoSender);
        await Child.Expect("last");
        (await EventuallyChild(supervisor)).Tell(PoisonPill.Instance, ActorRefs.NoSender);
        await Watcher.ExpectTerminated(supervisor);
    }

    [Fact]
    public async Task The_strategy_decides_what_a_failure_is()
    {
        var supervisor = New(OnFailure().WithSupervisorStrategy(new OneForOneStrategy(_ => Directive.Resume)));
        var child = await EventuallyChild(supervisor);
        child.Tell("boom", ActorRefs.NoSender);
        child.Tell("still me", ActorRefs.NoSender);
        await Child.Expect("still me");
        Assert.Equal(child, await CurrentChild(supervisor));
    }

    [Fact]
    public async Task The_default_stopping_strategy_lets_every_failure_back_off()
    {
        var supervisor = New(OnStop().WithDefaultStoppingStrategy().WithManualReset());
        (await EventuallyChild(supervisor)).Tell("boom", ActorRefs.NoSender);
        await EventuallyNoChild(supervisor);
        Assert.Equal(1, await Count(supervisor));
    }

    [Fact]
    public void Impossible_options_are_errors()
    {
        Assert.ThrowsAny<ArgumentException>(() => BackoffSupervisor.Props(ChildProps(), "c", TimeSpan.Zero, Second, 0.1));
        Assert.ThrowsAny<ArgumentException>(() => BackoffSupervisor.Props(ChildProps(), "c", 2 * Second, Second, 0.1));
        Assert.ThrowsAny<ArgumentException>(() => BackoffSupervisor.Props(ChildProps(), "c", Second, Second, 1.1));
    }

    private BackoffOptions OnStop() => Backoff.OnStop(ChildProps(), "child", Second, 10 * Second, 0.0);

    private BackoffOptions OnFailure() => Backoff.OnFailure(ChildProps(), "child", Second, 10 * Second, 0.0);

    private IActorRef New(BackoffOptions options) => System.ActorOf(BackoffSupervisor.Props(options));

    private Props ChildProps() => Scripted.Props((message, _) =>
    {
        if (message is "boom") throw new InvalidOperationException();
        Child.Ref.Tell(message);
    });

    private async Task EndChild(IActorRef supervisor)
    {
        (await EventuallyChild(supervisor)).Tell(PoisonPill.Instance, ActorRefs.NoSender);
        await EventuallyNoChild(supervisor);
    }

    private static async Task<IActorRef> EventuallyChild(IActorRef supervisor)
    {
        IActorRef? child = null;
        while (child is null) child = await CurrentChild(supervisor);
        return child;
    }

    private static async Task EventuallyNoChild(IActorRef supervisor)
    {
        while (await CurrentChild(supervisor) is not null) await Task.Yield();
    }

    private static async Task<IActorRef?> CurrentChild(IActorRef supervisor)
    {
        var current = await Within(supervisor.Ask<BackoffSupervisor.CurrentChild>(BackoffSupervisor.GetCurrentChild.Instance, Deadline));
        return current.Ref.IsNobody() ? null : current.Ref;
    }

    private static async Task<int> Count(IActorRef supervisor) =>
        (await Within(supervisor.Ask<BackoffSupervisor.RestartCount>(BackoffSupervisor.GetRestartCount.Instance, Deadline))).Count;
}
