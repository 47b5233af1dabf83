using Akka.Actor;

namespace Compat.Akka.Tests.Actor;

public sealed class ReceiveAsyncSpecs : Kit
{
    [Fact]
    public async Task The_next_message_waits_for_the_end_of_an_asynchronous_handler()
    {
        var probe = NewProbe();
        var gate = new TaskCompletionSource();
        var actor = System.ActorOf(Props.Create<Waiter>(gate.Task, probe.Ref));
        actor.Tell("first", probe.Ref);
        actor.Tell(2, probe.Ref);
        await probe.Expect("first begins");
        await probe.ExpectNothingSoFar();
        gate.SetResult();
        await probe.Expect("first ends", 2);
    }

    [Fact]
    public async Task Self_Sender_and_Context_are_in_place_after_an_await()
    {
        var probe = NewProbe();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = System.ActorOf(Props.Create<Introspector>(gate.Task));
        actor.Tell("go", probe.Ref);
        gate.SetResult();
        await probe.Expect(actor);
        Assert.Equal(actor, probe.LastSender);
        await probe.Expect(actor.Path.Name + "/child");
    }

    [Fact]
    public async Task Parts_of_the_handler_never_run_beside_each_other_or_beside_other_messages()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create<Racer>());
        for (var i = 0; i < 20; i++) actor.Tell("race", ActorRefs.NoSender);
        actor.Tell(0, probe.Ref);
        Assert.Equal(20 * 50, await probe.Next<int>());
    }

    [Fact]
    public async Task A_handler_may_yield_any_number_of_times_and_others_get_their_turn_meanwhile()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create<Yielder>());
        actor.Tell(100_000, probe.Ref);
        await probe.Expect("done");
    }

    [Theory]
    [InlineData("at once")]
    [InlineData("later")]
    public async Task A_failure_of_the_handler_is_a_failure_of_the_actor(string when)
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create<AsyncFailure>(probe.Ref));
        actor.Tell(when, ActorRefs.NoSender);
        actor.Tell(1, ActorRefs.NoSender);
        await probe.Expect($"restarting after {when} because of {when}", 1);
    }

    [Fact]
    public async Task An_actor_can_be_stopped_while_its_handler_waits()
    {
        var probe = NewProbe();
        var gate = new TaskCompletionSource();
        var actor = System.ActorOf(Props.Create<Waiter>(gate.Task, probe.Ref));
        actor.Tell("first", probe.Ref);
        await probe.Expect("first begins");
        await probe.WatchNow(actor);
        System.Stop(actor);
        await probe.ExpectTerminated(actor);
        gate.SetResult();
        await probe.ExpectNothingSoFar();
    }

    [Fact]
    public async Task RunTask_of_an_untyped_actor_does_the_same()
    {
        var probe = NewProbe();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = System.ActorOf(Props.Create<UntypedWaiter>(gate.Task));
        actor.Tell("one", probe.Ref);
        actor.Tell("two", probe.Ref);
        gate.SetResult();
        await probe.Expect("one", "two");
    }

    [Fact]
    public async Task An_actor_may_ask_within_its_handler()
    {
        var probe = NewProbe();
        var echo = System.ActorOf(Scripted.Props((message, context) => context.Sender.Tell($"echo {message}")));
        var actor = System.ActorOf(Props.Create<Asker>(echo, probe.Ref));
        actor.Tell("hello", ActorRefs.NoSender);
        await probe.Expect("echo hello");
        Assert.Equal(actor, probe.LastSender);
    }

    private sealed class Waiter : ReceiveActor
    {
        public Waiter(Task gate, IActorRef probe)
        {
            ReceiveAsync<string>(async message =>
            {
                probe.Tell($"{message} begins");
                await gate;
                probe.Tell($"{message} ends");
            });
            Receive<int>(number => probe.Tell(number));
        }
    }

    private sealed class Introspector : ReceiveActor
    {
        public Introspector(Task gate) => ReceiveAsync<string>(async _ =>
        {
            await gate;
            Sender.Tell(Self);
            var child = Context.ActorOf(Scripted.Props((_, _) => { }), "child");
            Sender.Tell($"{Context.Self.Path.Name}/{child.Path.Name}");
        });
    }

    private sealed class Racer : ReceiveActor
    {
        private int _count;
        private int _inside;

        public Racer()
        {
            ReceiveAsync<string>(_ => Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
            {
                await Task.Yield();
                if (Interlocked.Increment(ref _inside) != 1) _count = int.MinValue;
                _count++;
                Interlocked.Decrement(ref _inside);
            })));
            Receive<int>(_ => Sender.Tell(_count));
        }
    }

    private sealed class Yielder : ReceiveActor
    {
        public Yielder() => ReceiveAsync<int>(async times =>
        {
            for (var i = 0; i < times; i++) await Task.Yield();
            Sender.Tell("done");
        });
    }

    private sealed class AsyncFailure : ReceiveActor
    {
        private readonly IActorRef _probe;

        public AsyncFailure(IActorRef probe)
        {
            _probe = probe;
            ReceiveAsync<string>(async when =>
            {
                if (when == "later") await Task.Yield();
                throw new InvalidOperationException(when);
            });
            Receive<int>(number => probe.Tell(number));
        }

        protected override void PreRestart(Exception reason, object message)
        {
            _probe.Tell($"restarting after {message} because of {reason.Message}");
            base.PreRestart(reason, message);
        }
    }

    private sealed class UntypedWaiter(Task gate) : UntypedActor
    {
        protected override void OnReceive(object message) => RunTask(async () =>
        {
            await gate;
            Sender.Tell(message);
        });
    }

    private sealed class Asker : ReceiveActor
    {
        public Asker(IActorRef echo, IActorRef probe) => ReceiveAsync<string>(async message => probe.Tell(await echo.Ask<string>(message, Deadline)));
    }
}
