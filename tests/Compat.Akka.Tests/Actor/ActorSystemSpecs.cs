using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;

namespace Compat.Akka.Tests.Actor;

public sealed class ActorSystemSpecs : Kit
{
    [Fact]
    public async Task Terminate_ends_all_actors_then_the_callbacks_run_backwards()
    {
        var order = new List<string>();
        System.ActorOf(Props.Create<Mourner>(order));
        Assert.Equal("up", await Within(System.ActorSelection("/user/*").Ask<string>("up?", Deadline)));
        System.RegisterOnTermination(() => order.Add("first registered"));
        System.RegisterOnTermination(() => order.Add("last registered"));
        await Within(System.Terminate());
        Assert.Equal(["actor", "last registered", "first registered"], order);
        Assert.True(System.WhenTerminated.IsCompletedSuccessfully);
        Assert.ThrowsAny<Exception>(() => System.ActorOf(Props.Create<Mourner>(order)));
    }

    [Fact]
    public async Task A_failing_callback_does_not_hinder_the_others()
    {
        var ran = false;
        System.RegisterOnTermination(() => ran = true);
        System.RegisterOnTermination(() => throw new InvalidOperationException());
        await Within(System.Terminate());
        Assert.True(ran);
    }

    [Fact]
    public async Task Terminating_twice_or_at_once_is_fine()
    {
        System.ActorOf(Props.Create<Mourner>(new List<string>()));
        await Within(Task.WhenAll(System.Terminate(), System.Terminate(), System.Terminate()));
    }

    [Fact]
    public async Task The_configuration_of_the_user_lies_over_the_defaults()
    {
        var setup = BootstrapSetup.Create()
            .WithConfig(ConfigurationFactory.ParseString("akka { loglevel = ERROR, stdout-loglevel = OFF, actor.ask-timeout = 7s }\nmine = 5"))
            .WithActorRefProvider(ProviderSelection.Local.Instance);
        var system = ActorSystem.Create("other", setup);
        Assert.Equal("ERROR", system.Settings.LogLevel);
        Assert.Equal(TimeSpan.FromSeconds(7), system.Settings.AskTimeout);
        Assert.Equal(5, system.Settings.Config.GetInt("mine"));
        Assert.Equal(30, system.Settings.Config.GetInt("akka.actor.default-dispatcher.throughput"));
        Assert.Equal("other", system.Name);
        await Within(system.Terminate());
    }

    [Theory]
    [InlineData("akka.loglevel = LOUD")]
    [InlineData("akka.loggers = [\"No.Such.Logger, Nowhere\"]")]
    [InlineData("akka.actor.provider = \"No.Such.Provider, Nowhere\"")]
    [InlineData("akka.coordinated-shutdown.terminate-actor-system = off")]
    public void A_wrong_configuration_is_an_error_at_the_start(string hocon) =>
        Assert.ThrowsAny<Exception>(() => ActorSystem.Create("wrong", ConfigurationFactory.ParseString(hocon + "\nakka.stdout-loglevel = OFF")));

    [Theory]
    [InlineData("")]
    [InlineData("-leading")]
    [InlineData("with space")]
    public void A_name_has_only_letters_digits_and_hyphens(string name) => Assert.ThrowsAny<ArgumentException>(() => ActorSystem.Create(name));

    [Fact]
    public void An_extension_is_made_once_however_many_ask()
    {
        var made = new Extension[20];
        Parallel.For(0, made.Length, i => made[i] = ExtensionProvider.Instance.Apply(System));
        Assert.Single(made.Distinct());
        Assert.Same(made[0], System.WithExtension<Extension, ExtensionProvider>());
        Assert.Same(made[0], System.GetExtension<Extension>());
        Assert.True(System.HasExtension<Extension>());
        Assert.True(System.TryGetExtension<Extension>(out var found));
        Assert.Same(made[0], found);
    }

    [Fact]
    public async Task Extensions_of_the_configuration_are_loaded_at_the_start()
    {
        var system = ActorSystem.Create("extended", ConfigurationFactory.ParseString(
            $"akka {{ stdout-loglevel = OFF, loglevel = OFF, extensions = [\"{typeof(ExtensionProvider).FullName}, Compat.Akka.Tests\"] }}"));
        Assert.True(system.HasExtension<Extension>());
        await Within(system.Terminate());
    }

    [Fact]
    public void Setups_are_found_by_their_type()
    {
        var setup = ActorSystemSetup.Create(new MySetup("one")).WithSetup(new MySetup("two"));
        Assert.Equal("two", setup.Get<MySetup>().Value.Text);
        Assert.False(setup.Get<BootstrapSetup>().HasValue);
    }

    [Fact]
    public async Task When_the_guardian_is_escalated_to_the_system_ends()
    {
        var system = ActorSystem.Create("doomed", ConfigurationFactory.ParseString(
            $"akka {{ stdout-loglevel = OFF, loglevel = OFF, actor.guardian-supervisor-strategy = \"{typeof(Escalating).FullName}, Compat.Akka.Tests\" }}"));
        system.ActorOf(Scripted.Props((_, _) => throw new InvalidOperationException())).Tell("boom", ActorRefs.NoSender);
        await Within(system.WhenTerminated);
    }

    [Fact]
    public async Task The_scheduler_sends_once_repeatedly_and_not_after_Cancel()
    {
        var probe = NewProbe();
        var millisecond = TimeSpan.FromMilliseconds(1);
        System.Scheduler.ScheduleTellOnce(millisecond, probe.Ref, "sooner", ActorRefs.NoSender);
        System.Scheduler.ScheduleTellOnce(20 * millisecond, probe.Ref, "later", ActorRefs.NoSender);
        await probe.Expect("sooner", "later");

        var repeated = System.Scheduler.ScheduleTellRepeatedlyCancelable(millisecond, millisecond, probe.Ref, "again", ActorRefs.NoSender);
        await probe.Expect("again", "again", "again");
        repeated.Cancel();

        using var never = new Cancelable(System.Scheduler);
        System.Scheduler.ScheduleTellOnce(millisecond, probe.Ref, "never", ActorRefs.NoSender, never);
        never.Cancel();

        var ran = new TaskCompletionSource();
        System.Scheduler.Advanced.ScheduleOnce(5 * millisecond, ran.SetResult);
        await Within(ran.Task);
        probe.Ref.Tell("end", ActorRefs.NoSender);
        object message;
        do message = await probe.Next();
        while (message is "again");
        Assert.Equal("end", message);
    }

    [Fact]
    public async Task A_cancelable_cancels_after_a_time_and_with_its_links()
    {
        using var timed = new Cancelable(System.Scheduler, TimeSpan.FromMilliseconds(5));
        var linked = Cancelable.CreateLinkedCancelable(System.Scheduler, timed);
        await Eventually(() => linked.IsCancellationRequested);
        Assert.True(timed.Token.IsCancellationRequested);
        Assert.True(Cancelable.CreateCanceled().IsCancellationRequested);
        Assert.Throws<ArgumentOutOfRangeException>(() => System.Scheduler.ScheduleTellOnce(TimeSpan.FromSeconds(-1), System.DeadLetters, "x", ActorRefs.NoSender));
        Assert.Throws<ArgumentOutOfRangeException>(() => System.Scheduler.ScheduleTellRepeatedly(TimeSpan.Zero, TimeSpan.Zero, System.DeadLetters, "x", ActorRefs.NoSender));
    }

    private sealed class Mourner(List<string> order) : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell("up");

        protected override void PostStop() => order.Add("actor");
    }

    private sealed class MySetup(string text) : Setup
    {
        public string Text => text;
    }

    private sealed class Extension : IExtension;

    private sealed class ExtensionProvider : ExtensionIdProvider<Extension>
    {
        public static readonly ExtensionProvider Instance = new();

        public override Extension CreateExtension(ExtendedActorSystem system) => new();
    }

    public sealed class Escalating : SupervisorStrategyConfigurator
    {
        public override SupervisorStrategy Create() => new OneForOneStrategy(_ => Directive.Escalate);
    }
}
