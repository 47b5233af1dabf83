using Akka.Actor;

namespace Compat.Akka.Tests.Actor;

public sealed class LifeCycleSpecs : Kit
{
    [Fact]
    public async Task The_hooks_run_in_their_order()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create<Witness>(probe.Ref));
        await probe.Expect("constructor", "PreStart");
        actor.Tell("boom", probe.Ref);
        await probe.Expect("PreRestart boom from " + probe.Ref.Path.Name, "PostStop", "constructor", "PostRestart boom", "PreStart");
        System.Stop(actor);
        await probe.Expect("PostStop");
    }

    [Fact]
    public async Task Stop_lets_the_current_message_finish_and_drops_the_rest()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Scripted.Props((message, context) =>
        {
            if (message is "stop") context.Stop(context.Self);
            probe.Ref.Tell(message);
        }));
        await probe.WatchNow(actor);
        actor.Tell("a", ActorRefs.NoSender);
        actor.Tell("stop", ActorRefs.NoSender);
        actor.Tell("b", ActorRefs.NoSender);
        await probe.Expect("a", "stop");
        await probe.ExpectTerminated(actor);
    }

    [Fact]
    public async Task A_poison_pill_waits_for_its_turn()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Scripted.Props((message, _) => probe.Ref.Tell(message)));
        await probe.WatchNow(actor);
        for (var i = 0; i < 100; i++) actor.Tell(i, ActorRefs.NoSender);
        actor.Tell(PoisonPill.Instance, ActorRefs.NoSender);
        for (var i = 0; i < 100; i++) await probe.Expect(i);
        await probe.ExpectTerminated(actor);
    }

    [Fact]
    public async Task A_parent_ends_after_its_children()
    {
        var probe = NewProbe();
        var parent = System.ActorOf(Props.Create<Nest>("parent", 3, probe.Ref));
        await probe.WatchNow(parent);
        System.Stop(parent);
        await probe.Expect("parent/3/2/1", "parent/3/2", "parent/3", "parent");
        await probe.ExpectTerminated(parent);
    }

    [Fact]
    public async Task The_name_of_an_ended_child_is_free_once_its_parent_knows()
    {
        var probe = NewProbe();
        var parent = System.ActorOf(Props.Create<Replacer>(probe.Ref));
        for (var i = 0; i < 20; i++)
        {
            parent.Tell("replace", ActorRefs.NoSender);
            await probe.Expect("replaced");
        }
    }

    [Fact]
    public async Task A_name_that_is_taken_or_not_allowed_is_an_error()
    {
        System.ActorOf(Props.Create<Nest>("x", 0, ActorRefs.Nobody), "taken");
        Assert.Throws<InvalidActorNameException>(() => System.ActorOf(Props.Create<Nest>("x", 0, ActorRefs.Nobody), "taken"));
        Assert.Throws<InvalidActorNameException>(() => System.ActorOf(Props.Create<Nest>("x", 0, ActorRefs.Nobody), "a/b"));
        Assert.Throws<InvalidActorNameException>(() => System.ActorOf(Props.Create<Nest>("x", 0, ActorRefs.Nobody), "$a"));
        Assert.Throws<InvalidActorNameException>(() => System.ActorOf(Props.Create<Nest>("x", 0, ActorRefs.Nobody), ""));
        var generated = System.ActorOf(Props.Create<Nest>("x", 0, ActorRefs.Nobody));
        Assert.StartsWith("$", generated.Path.Name, StringComparison.Ordinal);
        await Within(System.Terminate());
    }

    [Fact]
    public async Task A_failing_PreRestart_or_PostStop_does_not_hinder()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create<Stumbler>(probe.Ref));
        actor.Tell("boom", ActorRefs.NoSender);
        actor.Tell("hello", ActorRefs.NoSender);
        await probe.Expect("hello");
        await probe.WatchNow(actor);
        System.Stop(actor);
        await probe.ExpectTerminated(actor);
    }

    [Fact]
    public async Task GracefulStop_waits_for_the_end()
    {
        var actor = System.ActorOf(Scripted.Props((_, _) => { }));
        Assert.True(await Within(actor.GracefulStop(Deadline)));
        Assert.True(await Within(actor.GracefulStop(Deadline)));
    }

    [Fact]
    public async Task GracefulStop_gives_up_in_time()
    {
        var gate = new TaskCompletionSource();
        var actor = System.ActorOf(Props.Create<Busy>(gate.Task));
        actor.Tell("work", ActorRefs.NoSender);
        await Assert.ThrowsAsync<TaskCanceledException>(() => Within(actor.GracefulStop(TimeSpan.FromMilliseconds(20))));
        gate.SetResult();
    }

    [Fact]
    public async Task No_message_reaches_an_ended_actor_however_the_race_goes()
    {
        var probe = NewProbe();
        System.EventStream.Subscribe(probe.Ref, typeof(global::Akka.Event.DeadLetter));
        for (var round = 0; round < 50; round++)
        {
            var handled = new int[1];
            var actor = System.ActorOf(Scripted.Props((_, _) => handled[0]++));
            var senders = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
            {
                for (var i = 0; i < 500; i++) actor.Tell(i, ActorRefs.NoSender);
            })).ToArray();
            System.Stop(actor);
            await Within(Task.WhenAll(senders));
            await Within(actor.GracefulStop(Deadline));
            var dead = 0;
            while (handled[0] + dead < 1000)
            {
                var letter = await probe.Next<global::Akka.Event.DeadLetter>();
                if (letter.Recipient.Equals(actor)) dead++;
            }

            Assert.Equal(1000, handled[0] + dead);
        }
    }

    [Fact]
    public void An_actor_cannot_be_made_by_new() => Assert.Throws<ActorInitializationException>(() => new Nest("x", 0, ActorRefs.Nobody));

    private sealed class Witness : UntypedActor
    {
        private readonly IActorRef _probe;

        public Witness(IActorRef probe)
        {
            _probe = probe;
            _probe.Tell("constructor");
        }

        protected override void PreStart() => _probe.Tell("PreStart");

        protected override void PostStop() => _probe.Tell("PostStop");

        protected override void PreRestart(Exception reason, object message)
        {
            _probe.Tell($"PreRestart {message} from {Sender.Path.Name}");
            base.PreRestart(reason, message);
        }

        protected override void PostRestart(Exception reason)
        {
            _probe.Tell("PostRestart " + reason.Message);
            base.PostRestart(reason);
        }

        protected override void OnReceive(object message) => throw new InvalidOperationException((string)message);
    }

    private sealed class Nest : UntypedActor
    {
        private readonly string _name;
        private readonly IActorRef _probe;

        public Nest(string name, int depth, IActorRef probe)
        {
            _name = name;
            _probe = probe;
            if (depth > 0) Context.ActorOf(Props.Create<Nest>($"{name}/{depth}", depth - 1, probe));
        }

        protected override void PostStop() => _probe.Tell(_name);

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class Replacer : ReceiveActor
    {
        public Replacer(IActorRef probe)
        {
            var child = NewChild();
            Receive<string>(_ =>
            {
                Context.Watch(child);
                Context.Stop(child);
            });
            Receive<Terminated>(_ =>
            {
                child = NewChild();
                probe.Tell("replaced");
            });
        }

        private static IActorRef NewChild() => Context.ActorOf(Scripted.Props((_, _) => { }), "child");
    }

    private sealed class Stumbler(IActorRef probe) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is "boom") throw new InvalidOperationException();
            probe.Tell(message);
        }

        protected override void PreRestart(Exception reason, object message) => throw new InvalidOperationException("in PreRestart");

        protected override void PostStop() => throw new InvalidOperationException("in PostStop");
    }

    private sealed class Busy : ReceiveActor
    {
        public Busy(Task gate) => ReceiveAsync<string>(_ => gate);
    }
}
