using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Compat.Akka.Tests.Event;

public sealed class LoggingSpecs() : Kit("akka.loglevel = INFO")
{
    [Fact]
    public async Task Entries_travel_on_the_event_stream_with_level_source_and_text()
    {
        var probe = NewProbe();
        System.EventStream.Subscribe(probe.Ref, typeof(LogEvent));
        System.Log.Info("plain");
        System.Log.Warning("{0} of {1}", 3, "four");
        System.Log.Error(new InvalidOperationException("boom"), "failed: {0}", "why");
        Assert.Equal("plain", (await probe.Next<Info>()).Message.ToString());
        var warning = await probe.Next<Warning>();
        Assert.Equal("3 of four", warning.Message.ToString());
        Assert.Equal(LogLevel.WarningLevel, warning.LogLevel());
        Assert.Contains("[WARNING]", warning.ToString(), StringComparison.Ordinal);
        var error = await probe.Next<Error>();
        Assert.Equal("boom", error.Cause.Message);
        Assert.Equal("failed: why", error.Message.ToString());
    }

    [Fact]
    public async Task What_is_below_the_level_is_not_made()
    {
        var probe = NewProbe();
        System.EventStream.Subscribe(probe.Ref, typeof(LogEvent));
        Assert.False(System.Log.IsDebugEnabled);
        Assert.True(System.Log.IsEnabled(LogLevel.InfoLevel));
        System.Log.Debug("hidden");
        System.EventStream.SetLogLevel(LogLevel.DebugLevel);
        System.Log.Debug("seen");
        Assert.Equal("seen", (await probe.Next<Debug>()).Message.ToString());
        System.EventStream.SetLogLevel(LogLevel.ErrorLevel);
        System.Log.Warning("hidden");
        await probe.ExpectNothingSoFar();
    }

    [Fact]
    public async Task The_source_of_an_actors_log_is_its_path()
    {
        var probe = NewProbe();
        System.EventStream.Subscribe(probe.Ref, typeof(Info));
        System.ActorOf(Scripted.Props((_, context) => context.GetLogger().Info("hello {0}", 1)), "speaker").Tell("speak", ActorRefs.NoSender);
        var entry = await probe.Next<Info>();
        Assert.Equal("akka://kit/user/speaker", entry.LogSource);
        Assert.Equal(typeof(Scripted), entry.LogClass);
        Assert.Equal("hello 1", entry.Message.ToString());
    }

    [Fact]
    public async Task A_name_or_a_type_may_be_the_source()
    {
        var probe = NewProbe();
        System.EventStream.Subscribe(probe.Ref, typeof(Info));
        Logging.GetLogger(System, "learner").Info("x");
        Assert.Contains("learner", (await probe.Next<Info>()).LogSource, StringComparison.Ordinal);
        Logging.GetLogger(System, typeof(LoggingSpecs)).Info("x");
        Assert.Equal(typeof(LoggingSpecs), (await probe.Next<Info>()).LogClass);
    }

    [Fact]
    public async Task A_faulty_template_does_not_hurt_the_one_who_logs()
    {
        var probe = NewProbe();
        System.EventStream.Subscribe(probe.Ref, typeof(Info));
        System.Log.Info("{0} {1} {2}", 1);
        Assert.NotNull((await probe.Next<Info>()).ToString());
    }

    [Fact]
    public async Task A_failure_that_restarts_is_logged_as_an_error_of_the_child()
    {
        var probe = NewProbe();
        System.EventStream.Subscribe(probe.Ref, typeof(Error));
        var actor = System.ActorOf(Scripted.Props((_, _) => throw new InvalidOperationException("the reason")));
        actor.Tell("boom", ActorRefs.NoSender);
        var error = await probe.Next<Error>();
        Assert.Equal(actor.Path.ToString(), error.LogSource);
        Assert.Equal("the reason", error.Message.ToString());
    }

    [Fact]
    public async Task Loggers_of_the_configuration_get_the_entries_and_write_all_before_the_end()
    {
        CollectingLogger.Entries.Clear();
        var system = ActorSystem.Create("logged", ConfigurationFactory.ParseString(
            $"akka {{ loglevel = INFO, stdout-loglevel = OFF, loggers = [\"{typeof(CollectingLogger).FullName}, Compat.Akka.Tests\"] }}"));
        for (var i = 0; i < 1000; i++) system.Log.Info("entry {0}", i);
        system.Log.Debug("hidden");
        await Within(system.Terminate());
        var mine = CollectingLogger.Entries.Where(text => text.StartsWith("entry", StringComparison.Ordinal)).ToArray();
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"entry {i}"), mine);
    }

    [Fact]
    public async Task Dead_letters_are_logged_up_to_the_limit()
    {
        CollectingLogger.Entries.Clear();
        var system = ActorSystem.Create("dead", ConfigurationFactory.ParseString(
            $"akka {{ loglevel = INFO, stdout-loglevel = OFF, log-dead-letters = 3, loggers = [\"{typeof(CollectingLogger).FullName}, Compat.Akka.Tests\"] }}"));
        var probe = Probe.In(system);
        system.EventStream.Subscribe(probe.Ref, typeof(Info));
        for (var i = 0; i < 10; i++) system.DeadLetters.Tell($"letter {i}", ActorRefs.NoSender);
        for (var i = 0; i < 3; i++) Assert.Contains("String", (await probe.Next<Info>()).Message.ToString(), StringComparison.Ordinal);
        await Within(system.Terminate());
    }

    [Theory]
    [InlineData("DEBUG", LogLevel.DebugLevel)]
    [InlineData("info", LogLevel.InfoLevel)]
    [InlineData("WARNING", LogLevel.WarningLevel)]
    [InlineData("error", LogLevel.ErrorLevel)]
    public void Levels_have_names(string name, LogLevel level) => Assert.Equal(level, Logging.LogLevelFor(name));

    [Fact]
    public void An_unknown_level_is_an_error() => Assert.Throws<ArgumentException>(() => Logging.LogLevelFor("LOUD"));

    public sealed class CollectingLogger : ReceiveActor
    {
        public static readonly ConcurrentQueue<string> Entries = new();

        public CollectingLogger()
        {
            Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
            Receive<LogEvent>(entry => Entries.Enqueue(entry.Message.ToString()!));
        }
    }
}
