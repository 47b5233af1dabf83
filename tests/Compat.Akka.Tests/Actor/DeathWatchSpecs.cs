using Akka.Actor;

namespace Compat.Akka.Tests.Actor;

public sealed class DeathWatchSpecs : Kit
{
    [Fact]
    public async Task Every_watcher_hears_once_however_often_it_watches()
    {
        var actor = NewActor();
        Probe[] probes = [NewProbe(), NewProbe(), NewProbe()];
        foreach (var probe in probes)
        {
            probe.Watch(actor);
            await probe.WatchNow(actor);
        }

        actor.Tell(PoisonPill.Instance, ActorRefs.NoSender);
        foreach (var probe in probes)
        {
            var terminated = await probe.Next<Terminated>();
            Assert.Equal(actor, terminated.ActorRef);
            Assert.True(terminated.ExistenceConfirmed);
            Assert.False(terminated.AddressTerminated);
            Assert.Equal(actor, probe.LastSender);
            await probe.ExpectNothingSoFar();
        }
    }

    [Fact]
    public async Task Watching_the_dead_is_answered_too()
    {
        var actor = NewActor();
        await Within(actor.GracefulStop(Deadline));
        var probe = NewProbe();
        probe.Watch(actor);
        Assert.Equal(actor, (await probe.Next<Terminated>()).ActorRef);
    }

    [Fact]
    public async Task Watch_and_end_may_race()
    {
        var probe = NewProbe();
        for (var i = 0; i < 300; i++)
        {
            var actor = NewActor();
            System.Stop(actor);
            probe.Watch(actor);
            await probe.ExpectTerminated(actor);
        }

        await probe.ExpectNothingSoFar();
    }

    [Fact]
    public async Task After_Unwatch_nothing_comes_even_if_the_end_was_already_in_the_mailbox()
    {
        var probe = NewProbe();
        var victim = NewActor();
        var gate = new ManualResetEventSlim();
        var watcher = System.ActorOf(Props.Create<FickleWatcher>(victim, gate, probe.Ref));
        watcher.Tell("watch", ActorRefs.NoSender);
        watcher.Tell("wait then unwatch", ActorRefs.NoSender);
        await Within(victim.GracefulStop(Deadline));
        gate.Set();
        watcher.Tell("still here?", ActorRefs.NoSender);
        await probe.Expect("watch", "wait then unwatch", "still here?");
    }

    [Fact]
    public async Task WatchWith_brings_a_message_of_ones_own()
    {
        var probe = NewProbe();
        var victim = NewActor();
        var watcher = System.ActorOf(Scripted.Props((message, context) =>
        {
            if (message is "watch") context.WatchWith(victim, "it ended");
            probe.Ref.Tell(message);
        }));
        watcher.Tell("watch", ActorRefs.NoSender);
        await probe.Expect("watch");
        System.Stop(victim);
        await probe.Expect("it ended");
    }

    [Fact]
    public async Task A_second_watch_with_another_message_is_an_error()
    {
        var probe = NewProbe();
        var victim = NewActor();
        var watcher = System.ActorOf(Scripted.Props((_, context) =>
        {
            context.WatchWith(victim, "one");
            try
            {
                context.WatchWith(victim, "two");
            }
            catch (InvalidOperationException failure)
            {
                probe.Ref.Tell(failure.GetType());
            }
        }));
        watcher.Tell("go", ActorRefs.NoSender);
        await probe.Expect(typeof(InvalidOperationException));
    }

    [Fact]
    public async Task A_watcher_that_does_not_handle_the_end_ends_too()
    {
        var probe = NewProbe();
        var victim = NewActor();
        var watcher = System.ActorOf(Props.Create<Heedless>(victim));
        await probe.WatchNow(watcher);
        Assert.Equal("ready", await Within(watcher.Ask<string>("ready?")));
        System.Stop(victim);
        await probe.ExpectTerminated(watcher);
    }

    [Fact]
    public async Task A_watch_survives_the_restart_of_the_watcher()
    {
        var probe = NewProbe();
        var victim = NewActor();
        var watcher = System.ActorOf(Scripted.Props((message, context) =>
        {
            switch (message)
            {
                case "watch": context.Watch(victim); break;
                case "boom": throw new InvalidOperationException();
                default: probe.Ref.Tell(message is Terminated ? "terminated" : message); break;
            }
        }));
        watcher.Tell("watch", ActorRefs.NoSender);
        watcher.Tell("boom", ActorRefs.NoSender);
        watcher.Tell("restarted", ActorRefs.NoSender);
        await probe.Expect("restarted");
        System.Stop(victim);
        await probe.Expect("terminated");
    }

    [Fact]
    public async Task A_restart_of_the_watched_is_no_end()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Scripted.Props((message, context) =>
        {
            if (message is "boom") throw new InvalidOperationException();
            context.Sender.Tell("alive");
        }));
        await probe.WatchNow(actor);
        actor.Tell("boom", ActorRefs.NoSender);
        Assert.Equal("alive", await Within(actor.Ask<string>("?")));
        await probe.ExpectNothingSoFar();
    }

    [Fact]
    public async Task A_parent_hears_of_its_child_once()
    {
        var probe = NewProbe();
        var parent = System.ActorOf(Scripted.Props((message, context) =>
        {
            if (message is "go") context.Stop(context.Watch(context.ActorOf(Scripted.Props((_, _) => { }))));
            probe.Ref.Tell(message is Terminated ? "terminated" : message);
        }));
        parent.Tell("go", ActorRefs.NoSender);
        await probe.Expect("go", "terminated");
        parent.Tell("done", ActorRefs.NoSender);
        await probe.Expect("done");
    }

    [Fact]
    public async Task Two_that_watch_each_other_can_end()
    {
        var probe = NewProbe();
        var a = System.ActorOf(Scripted.Props((message, context) =>
        {
            if (message is IActorRef other) context.Watch(other);
        }));
        var b = System.ActorOf(Scripted.Props((message, context) =>
        {
            if (message is IActorRef other) context.Watch(other);
        }));
        a.Tell(b, ActorRefs.NoSender);
        b.Tell(a, ActorRefs.NoSender);
        await probe.WatchNow(a);
        await probe.WatchNow(b);
        System.Stop(a);
        System.Stop(b);
        await probe.Next<Terminated>();
        await probe.Next<Terminated>();
    }

    private IActorRef NewActor() => System.ActorOf(Scripted.Props((_, _) => { }));

    private sealed class FickleWatcher : ReceiveActor
    {
        public FickleWatcher(IActorRef victim, ManualResetEventSlim gate, IActorRef probe)
        {
            Receive<string>(message =>
            {
                if (message == "watch") Context.Watch(victim);
                if (message == "wait then unwatch")
                {
                    gate.Wait();
                    Context.Unwatch(victim);
                }

                probe.Tell(message);
            });
            Receive<Terminated>(_ => probe.Tell("terminated"));
        }
    }

    private sealed class Heedless : ReceiveActor
    {
        public Heedless(IActorRef victim)
        {
            Context.Watch(victim);
            Receive<string>(_ => Sender.Tell("ready"));
        }
    }
}
