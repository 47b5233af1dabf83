using Akka.Actor;

namespace Compat.Akka.Tests.Actor;

public sealed class TimerSpecs() : Kit(ManualScheduler.Hocon)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private ManualScheduler Clock => (ManualScheduler)System.Scheduler;

    [Fact]
    public async Task A_single_timer_fires_once()
    {
        var probe = NewProbe();
        var actor = await NewTimed(probe, timers => timers.StartSingleTimer("key", "tick", Second));
        Clock.Advance(Second * 0.99);
        await probe.ExpectNothingSoFar();
        Clock.Advance(Second);
        await probe.Expect("tick");
        Clock.Advance(10 * Second);
        Assert.False(await Within(actor.Ask<bool>(new Query(timers => timers.IsTimerActive("key")))));
        await probe.ExpectNothingSoFar();
    }

    [Fact]
    public async Task A_periodic_timer_fires_until_it_is_cancelled()
    {
        var probe = NewProbe();
        var actor = await NewTimed(probe, timers => timers.StartPeriodicTimer("key", "tick", Second));
        Clock.Advance(3 * Second);
        await probe.Expect("tick", "tick", "tick");
        Assert.True(await Within(actor.Ask<bool>(new Query(timers => timers.IsTimerActive("key")))));
        Assert.True(await Within(actor.Ask<bool>(new Query(timers =>
        {
            timers.Cancel("key");
            return !timers.IsTimerActive("key");
        }))));
        Clock.Advance(10 * Second);
        await probe.ExpectNothingSoFar();
    }

    [Fact]
    public async Task A_periodic_timer_may_begin_at_another_time()
    {
        var probe = NewProbe();
        await NewTimed(probe, timers => timers.StartPeriodicTimer("key", "tick", 5 * Second, Second));
        Clock.Advance(4 * Second);
        await probe.ExpectNothingSoFar();
        Clock.Advance(2 * Second);
        await probe.Expect("tick", "tick");
    }

    [Fact]
    public async Task Starting_a_timer_of_the_same_key_replaces_it_even_when_its_message_waits_already()
    {
        var probe = NewProbe();
        var gate = new ManualResetEventSlim();
        var actor = await NewTimed(probe, timers => timers.StartSingleTimer("key", "old", Second));
        actor.Tell(
            new Query(timers =>
            {
                gate.Wait();
                timers.StartSingleTimer("key", "new", Second);
                return true;
            }),
            probe.Ref);
        Clock.Advance(Second);
        gate.Set();
        await probe.Expect(true);
        Clock.Advance(Second);
        await probe.Expect("new");
    }

    [Fact]
    public async Task Timers_end_with_the_incarnation()
    {
        var probe = NewProbe();
        var actor = await NewTimed(probe, timers => timers.StartPeriodicTimer("key", "tick", Second));
        actor.Tell("boom", ActorRefs.NoSender);
        Assert.False(await Within(actor.Ask<bool>(new Query(timers => timers.IsTimerActive("key")))));
        Clock.Advance(10 * Second);
        await probe.ExpectNothingSoFar();
    }

    [Fact]
    public async Task A_constructor_may_start_a_timer_and_a_restart_starts_it_anew()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create<TimedFromBirth>(probe.Ref));
        await probe.Expect("born");
        Clock.Advance(Second);
        await probe.Expect("tick");
        actor.Tell("boom", ActorRefs.NoSender);
        await probe.Expect(false, "born");
        Clock.Advance(Second);
        await probe.Expect("tick");
        await probe.ExpectNothingSoFar();
    }

    [Fact]
    public async Task Timers_end_with_the_actor()
    {
        var probe = NewProbe();
        var actor = await NewTimed(probe, timers => timers.StartPeriodicTimer("key", "tick", Second));
        await Within(actor.GracefulStop(Deadline));
        Assert.Equal(0, Clock.Pending);
    }

    [Fact]
    public async Task CancelAll_cancels_all()
    {
        var probe = NewProbe();
        var actor = await NewTimed(probe, timers =>
        {
            timers.StartPeriodicTimer(1, "one", Second);
            timers.StartSingleTimer(2, "two", Second);
        });
        Assert.Equal(2, await Within(actor.Ask<int>(new Count())));
        Assert.True(await Within(actor.Ask<bool>(new Query(timers =>
        {
            timers.CancelAll();
            return true;
        }))));
        Clock.Advance(10 * Second);
        await probe.ExpectNothingSoFar();
    }

    [Fact]
    public async Task The_receive_timeout_comes_after_silence_and_again_after_more()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Scripted.Props((message, context) =>
        {
            if (message is TimeSpan timeout) context.SetReceiveTimeout(timeout);
            probe.Ref.Tell(message is ReceiveTimeout ? "silence" : message);
        }));
        actor.Tell(Second, ActorRefs.NoSender);
        await probe.Expect(Second);
        Clock.Advance(Second * 0.6);
        actor.Tell("noise", ActorRefs.NoSender);
        await probe.Expect("noise");
        await Eventually(() => Clock.Pending == 1);
        Clock.Advance(Second * 0.6);
        actor.Tell(new Unnoticed(), ActorRefs.NoSender);
        await probe.Next<Unnoticed>();
        Clock.Advance(Second * 0.5);
        await probe.Expect("silence");
        await Eventually(() => Clock.Pending == 1);
        Clock.Advance(Second * 1.1);
        await probe.Expect("silence");
    }

    [Fact]
    public async Task The_receive_timeout_can_be_called_off()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Scripted.Props((message, context) =>
        {
            context.SetReceiveTimeout(message is "on" ? Second : null);
            probe.Ref.Tell(context.ReceiveTimeout is null ? "off" : "on");
        }));
        actor.Tell("on", ActorRefs.NoSender);
        actor.Tell("off", ActorRefs.NoSender);
        await probe.Expect("on", "off");
        Clock.Advance(10 * Second);
        await probe.ExpectNothingSoFar();
    }

    private async Task<IActorRef> NewTimed(Probe probe, Action<ITimerScheduler> start)
    {
        var actor = System.ActorOf(Props.Create<Timed>(probe.Ref));
        Assert.True(await Within(actor.Ask<bool>(new Query(timers =>
        {
            start(timers);
            return true;
        }))));
        return actor;
    }

    private sealed record Query(Func<ITimerScheduler, bool> Function);

    private sealed record Count;

    private sealed class TimedFromBirth : ReceiveActor, IWithTimers
    {
        private readonly IActorRef _probe;

        public TimedFromBirth(IActorRef probe)
        {
            _probe = probe;
            Timers.StartPeriodicTimer("key", "tick", Second);
            Receive<string>(s => s == "boom", (Action<string>)(_ => throw new InvalidOperationException()));
            ReceiveAny(message => probe.Tell(message));
            probe.Tell("born");
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreRestart(Exception reason, object message)
        {
            _probe.Tell(Timers.IsTimerActive("key"));
            Timers.StartSingleTimer("late", "never", Second);
        }
    }

    private sealed record Unnoticed : INotInfluenceReceiveTimeout;

    private sealed class Timed : ReceiveActor, IWithTimers
    {
        public Timed(IActorRef probe)
        {
            Receive<Query>(query => Sender.Tell(query.Function(Timers)));
            Receive<Count>(_ => Sender.Tell(Timers.ActiveTimers.Count));
            Receive<string>(s => s == "boom", (Action<string>)(_ => throw new InvalidOperationException()));
            ReceiveAny(probe.Tell);
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }
}
