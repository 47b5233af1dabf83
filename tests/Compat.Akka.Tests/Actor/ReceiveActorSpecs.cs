using Akka.Actor;
using Akka.Event;

namespace Compat.Akka.Tests.Actor;

public sealed class ReceiveActorSpecs : Kit
{
    [Fact]
    public async Task Messages_of_one_sender_arrive_in_their_order_from_many_senders_too()
    {
        var last = new Dictionary<int, int>();
        var total = 0;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = System.ActorOf(Scripted.Props((message, _) =>
        {
            var (sender, number) = ((int, int))message;
            if (number != last.GetValueOrDefault(sender) + 1) done.TrySetException(new InvalidOperationException($"{sender}: {number} out of order"));
            last[sender] = number;
            if (++total == 40_000) done.TrySetResult();
        }));
        var senders = Enumerable.Range(0, 4).Select(sender => Task.Run(() =>
        {
            for (var i = 1; i <= 10_000; i++) actor.Tell((sender, i), ActorRefs.NoSender);
        }));
        await Within(Task.WhenAll(senders));
        await Within(done.Task);
    }

    [Fact]
    public async Task The_first_handler_that_fits_takes_the_message()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create<Sorter>(probe.Ref));
        foreach (var message in new object[] { 5, 50, "text", new Version(1, 2), 2.5, 'c' }) actor.Tell(message, ActorRefs.NoSender);
        await probe.Expect("small 5", "int 50", "string text", "version 1.2", "declined then double 2.5", "any c");
    }

    [Fact]
    public async Task What_nobody_handles_is_published_as_unhandled()
    {
        var probe = NewProbe();
        System.EventStream.Subscribe(probe.Ref, typeof(UnhandledMessage));
        var actor = System.ActorOf(Props.Create<Picky>());
        actor.Tell(1.5, probe.Ref);
        var unhandled = await probe.Next<UnhandledMessage>();
        Assert.Equal(1.5, unhandled.Message);
        Assert.Equal(actor, unhandled.Recipient);
        Assert.Equal(probe.Ref, unhandled.Sender);
    }

    [Fact]
    public async Task Become_replaces_and_BecomeStacked_comes_back()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create<Moody>(probe.Ref));
        foreach (var message in new[] { "?", "angry", "?", "calm", "?", "stack", "?", "unstack", "?" }) actor.Tell(message, ActorRefs.NoSender);
        await probe.Expect("calm", "angry", "calm", "stacked", "calm");
    }

    [Fact]
    public async Task A_constructor_may_become_at_once()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create<BornBusy>(probe.Ref));
        actor.Tell("hello", ActorRefs.NoSender);
        await probe.Expect("busy hello");
    }

    [Fact]
    public async Task A_restart_starts_with_the_first_behaviour()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create<Moody>(probe.Ref));
        foreach (var message in new[] { "angry", "?", "boom", "?" }) actor.Tell(message, ActorRefs.NoSender);
        await probe.Expect("angry", "calm");
    }

    [Fact]
    public async Task Handlers_after_a_catch_all_or_outside_of_construction_are_errors()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create<Meddler>(probe.Ref));
        await probe.Expect(typeof(InvalidOperationException));
        actor.Tell("late", ActorRefs.NoSender);
        await probe.Expect(typeof(InvalidOperationException));
    }

    [Fact]
    public async Task The_sender_of_a_message_without_one_is_the_dead_letters()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Scripted.Props((_, context) => probe.Ref.Tell(context.Sender)));
        actor.Tell("x", ActorRefs.NoSender);
        await probe.Expect(System.DeadLetters);
    }

    [Fact]
    public async Task Forward_keeps_the_sender_and_Tell_inside_an_actor_is_from_it()
    {
        var probe = NewProbe();
        var relay = System.ActorOf(Scripted.Props((message, _) =>
        {
            if (message is "forward") probe.Ref.Forward(message);
            else probe.Ref.Tell(message);
        }));
        var asker = NewProbe();
        relay.Tell("forward", asker.Ref);
        await probe.Expect("forward");
        Assert.Equal(asker.Ref, probe.LastSender);
        relay.Tell("tell", asker.Ref);
        await probe.Expect("tell");
        Assert.Equal(relay, probe.LastSender);
    }

    [Fact]
    public void Null_is_no_message()
    {
        var probe = NewProbe();
        Assert.Throws<InvalidMessageException>(() => probe.Ref.Tell(null!, ActorRefs.NoSender));
    }

    [Fact]
    public async Task Props_take_arguments_expressions_and_closures()
    {
        var probe = NewProbe();
        var text = "closure";
        System.ActorOf(Props.Create<Reporter>(probe.Ref, "arguments"));
        await probe.Expect("arguments");
        System.ActorOf(Props.Create(() => new Reporter(probe.Ref, text + " of " + 2)));
        await probe.Expect("closure of 2");
        var type = typeof(Reporter);
        System.ActorOf(Props.Create(type, probe.Ref, "type"));
        await probe.Expect("type");
        Assert.Throws<ArgumentException>(() => Props.Create(typeof(string)));
    }

    private sealed class Sorter : ReceiveActor
    {
        public Sorter(IActorRef probe)
        {
            Receive<int>(i => probe.Tell($"small {i}"), i => i < 10);
            Receive<int>(i => probe.Tell($"int {i}"));
            Receive<string>(s => s.Length > 0, s => probe.Tell($"string {s}"));
            var version = typeof(Version);
            Receive(version, v => probe.Tell($"version {v}"));
            Receive<double>(_ => false);
            Receive<double>(d => probe.Tell($"declined then double {d}"));
            ReceiveAny(o => probe.Tell($"any {o}"));
        }
    }

    private sealed class Picky : ReceiveActor
    {
        public Picky() => Receive<string>(_ => { });
    }

    private sealed class Moody : ReceiveActor
    {
        private readonly IActorRef _probe;

        public Moody(IActorRef probe)
        {
            _probe = probe;
            Receive<string>(s => s == "angry", _ => Become(Angry));
            Receive<string>(s => s == "stack", _ => BecomeStacked(Stacked));
            Receive<string>(_ => _probe.Tell("calm"));
        }

        private void Angry()
        {
            Receive<string>(s => s == "boom", (Action<string>)(_ => throw new InvalidOperationException()));
            Receive<string>(s => s == "calm", _ => Become(Calm));
            Receive<string>(_ => _probe.Tell("angry"));
        }

        private void Calm()
        {
            Receive<string>(s => s == "stack", _ => BecomeStacked(Stacked));
            Receive<string>(_ => _probe.Tell("calm"));
        }

        private void Stacked()
        {
            Receive<string>(s => s == "unstack", _ => UnbecomeStacked());
            Receive<string>(_ => _probe.Tell("stacked"));
        }
    }

    private sealed class BornBusy : ReceiveActor
    {
        public BornBusy(IActorRef probe) => Become(() => Receive<string>(s => probe.Tell("busy " + s)));
    }

    private sealed class Meddler : ReceiveActor
    {
        public Meddler(IActorRef probe)
        {
            ReceiveAny(_ => probe.Tell(Caught(() => Receive<int>(_ => { }))));
            probe.Tell(Caught(() => Receive<string>(_ => { })));
        }

        private static Type Caught(Action action)
        {
            try
            {
                action();
                return typeof(void);
            }
            catch (InvalidOperationException failure)
            {
                return failure.GetType();
            }
        }
    }

    private sealed class Reporter : ReceiveActor
    {
        public Reporter(IActorRef probe, string text) => probe.Tell(text);
    }
}
