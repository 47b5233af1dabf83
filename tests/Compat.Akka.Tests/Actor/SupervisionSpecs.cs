using Akka.Actor;

namespace Compat.Akka.Tests.Actor;

public sealed class SupervisionSpecs : Kit
{
    [Fact]
    public async Task A_failed_actor_restarts_with_fresh_state_its_mailbox_and_its_path()
    {
        var child = NewParent(new OneForOneStrategy(_ => Directive.Restart));
        var reference = await child;
        reference.Tell("add", ActorRefs.NoSender);
        reference.Tell("boom", ActorRefs.NoSender);
        reference.Tell("add", ActorRefs.NoSender);
        Assert.Equal(1, await Within(reference.Ask<int>("count")));
        Assert.Equal("worker", reference.Path.Name);
    }

    [Fact]
    public async Task Resume_keeps_the_state_and_drops_the_message()
    {
        var child = await NewParent(new OneForOneStrategy(_ => Directive.Resume));
        child.Tell("add", ActorRefs.NoSender);
        child.Tell("boom", ActorRefs.NoSender);
        child.Tell("add", ActorRefs.NoSender);
        Assert.Equal(2, await Within(child.Ask<int>("count")));
    }

    [Fact]
    public async Task Stop_ends_the_child_and_its_mail_goes_to_the_dead_letters()
    {
        var probe = NewProbe();
        var child = await NewParent(new OneForOneStrategy(_ => Directive.Stop));
        await probe.WatchNow(child);
        child.Tell("boom", ActorRefs.NoSender);
        await probe.ExpectTerminated(child);
    }

    [Fact]
    public async Task The_decider_sees_the_failure_and_the_sender_is_the_child()
    {
        var probe = NewProbe();
        var child = await NewParent(new OneForOneStrategy(failure =>
        {
            probe.Ref.Tell(failure.GetType());
            probe.Ref.Tell(failure.Message);
            return Directive.Stop;
        }));
        child.Tell("boom", ActorRefs.NoSender);
        await probe.Expect(typeof(InvalidOperationException), "boom");
    }

    [Fact]
    public async Task One_restart_more_than_allowed_stops_the_child()
    {
        var probe = NewProbe();
        var child = await NewParent(new OneForOneStrategy(3, TimeSpan.FromHours(1), _ => Directive.Restart));
        await probe.WatchNow(child);
        for (var i = 0; i < 3; i++) child.Tell("boom", ActorRefs.NoSender);
        Assert.Equal(0, await Within(child.Ask<int>("count")));
        child.Tell("boom", ActorRefs.NoSender);
        await probe.ExpectTerminated(child);
    }

    [Fact]
    public async Task No_retries_means_that_the_first_failure_stops()
    {
        var probe = NewProbe();
        var child = await NewParent(new OneForOneStrategy(0, Timeout.InfiniteTimeSpan, _ => Directive.Restart));
        await probe.WatchNow(child);
        child.Tell("boom", ActorRefs.NoSender);
        await probe.ExpectTerminated(child);
    }

    [Fact]
    public async Task No_limit_means_that_any_number_of_failures_restarts()
    {
        var child = await NewParent(new OneForOneStrategy(null, null, _ => Directive.Restart));
        for (var i = 0; i < 100; i++) child.Tell("boom", ActorRefs.NoSender);
        Assert.Equal(0, await Within(child.Ask<int>("count")));
    }

    [Fact]
    public async Task A_window_that_has_passed_allows_the_restarts_anew()
    {
        var window = TimeSpan.FromMilliseconds(50);
        var child = await NewParent(new OneForOneStrategy(1, window, _ => Directive.Restart));
        for (var i = 0; i < 3; i++)
        {
            child.Tell("boom", ActorRefs.NoSender);
            Assert.Equal(0, await Within(child.Ask<int>("count")));
            var failed = System.Scheduler.MonotonicClock;
            await Eventually(() => System.Scheduler.MonotonicClock - failed > window);
        }
    }

    [Fact]
    public async Task All_for_one_restarts_the_siblings_too()
    {
        var probe = NewProbe();
        var parent = System.ActorOf(Props.Create<Family>(probe.Ref, new AllForOneStrategy(_ => Directive.Restart)));
        await probe.Expect("one started", "two started", "three started");
        parent.Tell("fail two", ActorRefs.NoSender);
        var restarted = new[] { await probe.Next<string>(), await probe.Next<string>(), await probe.Next<string>() };
        Assert.Equal(["one restarted", "three restarted", "two restarted"], restarted.Order());
        parent.Tell("fail one", ActorRefs.NoSender);
        for (var i = 0; i < 3; i++) await probe.Next<string>();
        await probe.ExpectNothingSoFar();
    }

    [Fact]
    public async Task One_for_one_leaves_the_siblings_alone()
    {
        var probe = NewProbe();
        var parent = System.ActorOf(Props.Create<Family>(probe.Ref, new OneForOneStrategy(_ => Directive.Restart)));
        await probe.Expect("one started", "two started", "three started");
        parent.Tell("fail two", ActorRefs.NoSender);
        await probe.Expect("two restarted");
        parent.Tell("ping all", ActorRefs.NoSender);
        await Task.WhenAll(probe.Next(), probe.Next(), probe.Next());
        await probe.ExpectNothingSoFar();
    }

    [Fact]
    public async Task All_for_one_stops_all_once_the_limit_is_exceeded()
    {
        var probe = NewProbe();
        var parent = System.ActorOf(Props.Create<Family>(probe.Ref, new AllForOneStrategy(1, TimeSpan.FromHours(1), _ => Directive.Restart)));
        await probe.Expect("one started", "two started", "three started");
        parent.Tell("fail one", ActorRefs.NoSender);
        for (var i = 0; i < 3; i++) await probe.Next<string>();
        parent.Tell("fail one", ActorRefs.NoSender);
        var stopped = new[] { await probe.Next<string>(), await probe.Next<string>(), await probe.Next<string>() };
        Assert.Equal(["one stopped", "three stopped", "two stopped"], stopped.Order());
    }

    [Fact]
    public async Task An_escalated_failure_restarts_the_parent_and_ends_its_children()
    {
        var probe = NewProbe();
        var top = System.ActorOf(Props.Create<Family>(probe.Ref, new OneForOneStrategy(_ => Directive.Escalate)));
        await probe.Expect("one started", "two started", "three started");
        top.Tell("fail two", ActorRefs.NoSender);
        var seen = new List<string>();
        for (var i = 0; i < 6; i++) seen.Add(await probe.Next<string>());
        Assert.Equal(["one stopped", "three stopped", "two stopped"], seen.Take(3).Order());
        Assert.Equal(["one started", "two started", "three started"], seen.Skip(3));
    }

    [Fact]
    public async Task A_parent_that_keeps_its_children_restarts_them_with_it()
    {
        var probe = NewProbe();
        var parent = System.ActorOf(Props.Create<Keeper>(probe.Ref));
        await probe.Expect("child started");
        parent.Tell("boom", ActorRefs.NoSender);
        await probe.Expect("child restarted");
    }

    [Fact]
    public async Task Kill_is_a_failure_that_stops_by_default()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create<Worker>());
        await probe.WatchNow(actor);
        actor.Tell(Kill.Instance, ActorRefs.NoSender);
        await probe.ExpectTerminated(actor);
    }

    [Fact]
    public async Task A_constructor_that_throws_stops_the_actor()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create<Unborn>());
        probe.Watch(actor);
        await probe.ExpectTerminated(actor);
    }

    [Fact]
    public async Task A_parent_may_restart_what_could_not_be_created()
    {
        var tries = new Counter();
        var probe = NewProbe();
        var strategy = new OneForOneStrategy(failure =>
        {
            probe.Ref.Tell(failure.GetType());
            return Directive.Restart;
        });
        System.ActorOf(Props.Create<LateBloomerParent>(tries, probe.Ref, strategy));
        await probe.Expect(typeof(ActorInitializationException), typeof(ActorInitializationException), "born at try 3");
    }

    [Fact]
    public async Task A_decider_that_throws_is_a_failure_of_the_parent()
    {
        var probe = NewProbe();
        var parent = System.ActorOf(Props.Create<Family>(probe.Ref, new OneForOneStrategy((Func<Exception, Directive>)(_ => throw new NotSupportedException()))));
        await probe.Expect("one started", "two started", "three started");
        parent.Tell("fail two", ActorRefs.NoSender);
        for (var i = 0; i < 3; i++) await probe.Next();
        await probe.Expect("one started", "two started", "three started");
    }

    [Fact]
    public void A_table_of_directives_takes_the_fitting_entry_else_the_default()
    {
        var decider = Decider.From(Directive.Escalate, Directive.Stop.When<ArgumentException>(), Directive.Resume.When<IOException>());
        Assert.Equal(Directive.Stop, decider.Decide(new ArgumentNullException()));
        Assert.Equal(Directive.Resume, decider.Decide(new FileNotFoundException()));
        Assert.Equal(Directive.Escalate, decider.Decide(new InvalidOperationException()));
    }

    [Theory]
    [InlineData(typeof(ActorInitializationException), Directive.Stop)]
    [InlineData(typeof(ActorKilledException), Directive.Stop)]
    [InlineData(typeof(InvalidOperationException), Directive.Restart)]
    public void The_default_stops_what_cannot_be_restarted(Type failure, Directive expected) =>
        Assert.Equal(expected, SupervisorStrategy.DefaultDecider.Decide((Exception)Activator.CreateInstance(failure)!));

    private async Task<IActorRef> NewParent(SupervisorStrategy strategy)
    {
        var parent = System.ActorOf(Scripted.Props((message, context) => context.Sender.Tell(context.ActorOf((Props)message, "worker")), strategy));
        return await Within(parent.Ask<IActorRef>(Props.Create<Worker>()));
    }

    private sealed class Counter
    {
        public int Value { get; set; }
    }

    private sealed class Worker : ReceiveActor
    {
        private int _count;

        public Worker()
        {
            Receive<string>(message => message == "add", _ => _count++);
            Receive<string>(message => message == "count", _ => Sender.Tell(_count));
            Receive<string>(message => message == "boom", (Action<string>)(_ => throw new InvalidOperationException("boom")));
        }
    }

    private sealed class Unborn : ReceiveActor
    {
        public Unborn() => throw new InvalidOperationException("never");
    }

    private sealed class LateBloomer : ReceiveActor
    {
        public LateBloomer(Counter tries, IActorRef probe)
        {
            if (++tries.Value < 3) throw new InvalidOperationException("not yet");
            probe.Tell($"born at try {tries.Value}");
        }
    }

    private sealed class LateBloomerParent : UntypedActor
    {
        private readonly SupervisorStrategy _strategy;

        public LateBloomerParent(Counter tries, IActorRef probe, SupervisorStrategy strategy)
        {
            _strategy = strategy;
            Context.ActorOf(Props.Create<LateBloomer>(tries, probe));
        }

        protected override SupervisorStrategy SupervisorStrategy() => _strategy;

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class Keeper : UntypedActor
    {
        public Keeper(IActorRef probe)
        {
            if (Context.Child("child").IsNobody()) Context.ActorOf(Props.Create<Member>("child", probe), "child");
        }

        protected override void OnReceive(object message) => throw new InvalidOperationException();

        protected override void PreRestart(Exception reason, object message)
        {
        }
    }

    private sealed class Family : UntypedActor
    {
        private readonly SupervisorStrategy _strategy;

        public Family(IActorRef probe, SupervisorStrategy strategy)
        {
            _strategy = strategy;
            foreach (var name in new[] { "one", "two", "three" }) Context.ActorOf(Props.Create<Member>(name, probe), name).Tell("start");
        }

        protected override SupervisorStrategy SupervisorStrategy() => _strategy;

        protected override void OnReceive(object message)
        {
            if (message is "ping all")
            {
                foreach (var child in Context.GetChildren()) child.Tell("start");
            }
            else
            {
                Context.Child(((string)message)[5..]).Tell("boom");
            }
        }
    }

    private sealed class Member(string name, IActorRef probe) : UntypedActor
    {
        private bool _restarting;

        protected override void PreStart()
        {
            if (name == "child") probe.Tell("child started");
        }

        protected override void OnReceive(object message)
        {
            if (message is "boom") throw new InvalidOperationException();
            probe.Tell($"{name} started");
        }

        protected override void PreRestart(Exception reason, object message)
        {
            _restarting = true;
            base.PreRestart(reason, message);
        }

        protected override void PostRestart(Exception reason) => probe.Tell($"{name} restarted");

        protected override void PostStop()
        {
            if (!_restarting) probe.Tell($"{name} stopped");
        }
    }
}
