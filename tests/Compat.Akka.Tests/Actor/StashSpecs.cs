using Akka.Actor;

namespace Compat.Akka.Tests.Actor;

public sealed class StashSpecs : Kit
{
    [Theory]
    [InlineData(typeof(WithStash))]
    [InlineData(typeof(WithUnboundedStash))]
    public async Task Stashed_messages_come_back_before_the_waiting_ones_in_their_order_with_their_senders(Type type)
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create(type, probe.Ref));
        foreach (var message in new[] { "a", "b", "open", "c", "d" }) actor.Tell(message, probe.Ref);
        foreach (var expected in new[] { "opened", "a", "b", "c", "d" })
        {
            await probe.Expect(expected);
            Assert.Equal(probe.Ref, probe.LastSender);
        }
    }

    [Fact]
    public async Task Unstash_takes_the_oldest()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create<WithStash>(probe.Ref));
        foreach (var message in new[] { "a", "b", "one" }) actor.Tell(message, probe.Ref);
        await probe.Expect("one", "a");
        actor.Tell("count", probe.Ref);
        await probe.Expect(1);
    }

    [Fact]
    public async Task The_same_message_cannot_be_stashed_twice()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create<WithStash>(probe.Ref));
        actor.Tell("twice", probe.Ref);
        await probe.Expect(typeof(IllegalActorStateException));
    }

    [Fact]
    public async Task A_restart_brings_the_stash_back_into_the_mailbox()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create<WithStash>(probe.Ref));
        foreach (var message in new[] { "a", "b", "boom", "open" }) actor.Tell(message, probe.Ref);
        await probe.Expect("opened", "a", "b");
    }

    [Fact]
    public async Task The_stash_of_an_ended_actor_goes_to_the_dead_letters()
    {
        var probe = NewProbe();
        System.EventStream.Subscribe(probe.Ref, typeof(global::Akka.Event.DeadLetter));
        var actor = System.ActorOf(Props.Create<WithStash>(probe.Ref));
        actor.Tell("a", probe.Ref);
        actor.Tell(PoisonPill.Instance, probe.Ref);
        Assert.Equal("a", (await probe.Next<global::Akka.Event.DeadLetter>()).Message);
    }

    [Fact]
    public async Task An_asynchronous_handler_may_stash()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create<AsyncStash>(probe.Ref));
        foreach (var message in new[] { "a", "open" }) actor.Tell(message, probe.Ref);
        await probe.Expect("a");
    }

    private abstract class Stashing : ReceiveActor
    {
        protected Stashing(IActorRef probe, Func<IStash> stash)
        {
            Receive<string>(s => s == "boom", (Action<string>)(_ => throw new InvalidOperationException()));
            Receive<string>(s => s == "count", _ => probe.Forward(stash().Count));
            Receive<string>(s => s == "open", _ =>
            {
                probe.Forward("opened");
                Become(() => ReceiveAny(message => probe.Forward(message)));
                stash().UnstashAll();
            });
            Receive<string>(s => s == "one", _ =>
            {
                probe.Forward("one");
                BecomeStacked(() => ReceiveAny(message =>
                {
                    probe.Forward(message);
                    UnbecomeStacked();
                }));
                stash().Unstash();
            });
            Receive<string>(s => s == "twice", _ =>
            {
                stash().Stash();
                try
                {
                    stash().Stash();
                }
                catch (IllegalActorStateException failure)
                {
                    probe.Forward(failure.GetType());
                }
            });
            ReceiveAny(_ => stash().Stash());
        }
    }

    private sealed class WithStash : Stashing, IWithStash
    {
        public WithStash(IActorRef probe)
            : base(probe, StashOf(out var set)) => set(this);

        public IStash Stash { get; set; } = null!;

        private static Func<IStash> StashOf(out Action<WithStash> set)
        {
            WithStash? self = null;
            set = actor => self = actor;
            return () => self!.Stash;
        }
    }

    private sealed class WithUnboundedStash : Stashing, IWithUnboundedStash
    {
        public WithUnboundedStash(IActorRef probe)
            : base(probe, StashOf(out var set)) => set(this);

        public IStash Stash { get; set; } = null!;

        private static Func<IStash> StashOf(out Action<WithUnboundedStash> set)
        {
            WithUnboundedStash? self = null;
            set = actor => self = actor;
            return () => self!.Stash;
        }
    }

    private sealed class AsyncStash : ReceiveActor, IWithStash
    {
        public AsyncStash(IActorRef probe)
        {
            ReceiveAsync<string>(async message =>
            {
                await Task.Yield();
                if (message == "open")
                {
                    Become(() => ReceiveAny(stashed => probe.Forward(stashed)));
                    Stash.UnstashAll();
                }
                else
                {
                    Stash.Stash();
                }
            });
        }

        public IStash Stash { get; set; } = null!;
    }
}
