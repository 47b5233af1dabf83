using System.Threading.Channels;
using Akka.Actor;
using Akka.Configuration;

namespace Compat.Akka.Tests;

/// <summary>A system per test, probes that record what they are sent, and waiting with a deadline.</summary>
public abstract class Kit : IDisposable
{
    protected static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private const string Quiet = "akka { loglevel = OFF, stdout-loglevel = OFF }";

    protected Kit(string hocon = "") =>
        System = ActorSystem.Create("kit", ConfigurationFactory.ParseString(hocon).WithFallback(ConfigurationFactory.ParseString(Quiet)));

    protected ActorSystem System { get; }

    protected Probe NewProbe(string? name = null) => Probe.In(System, name);

    public void Dispose()
    {
        if (!System.Terminate().Wait(Deadline)) throw new TimeoutException("The system did not end.");
        GC.SuppressFinalize(this);
    }

    protected static async Task Eventually(Func<bool> condition)
    {
        var end = DateTime.UtcNow + Deadline;
        while (!condition())
        {
            if (DateTime.UtcNow > end) throw new TimeoutException("The condition did not come true.");
            await Task.Yield();
        }
    }

    protected static async Task<T> Within<T>(Task<T> task) => await task.WaitAsync(Deadline);

    protected static async Task Within(Task task) => await task.WaitAsync(Deadline);
}

/// <summary>An actor that hands everything it gets to the test.</summary>
public sealed class Probe
{
    private readonly Channel<(object Message, IActorRef Sender)> _inbox = Channel.CreateUnbounded<(object, IActorRef)>();

    private Probe()
    {
    }

    public IActorRef Ref { get; private set; } = ActorRefs.Nobody;

    public IActorRef LastSender { get; private set; } = ActorRefs.Nobody;

    public static Probe In(ActorSystem system, string? name = null)
    {
        var probe = new Probe();
        probe.Ref = system.ActorOf(Props.Create(() => new Recorder(probe._inbox.Writer)), name);
        return probe;
    }

    public async Task<object> Next()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var (message, sender) = await _inbox.Reader.ReadAsync(limit.Token);
        LastSender = sender;
        return message;
    }

    public async Task<T> Next<T>() => Assert.IsType<T>(await Next(), exactMatch: false);

    public async Task Expect(params object[] messages)
    {
        foreach (var message in messages) Assert.Equal(message, await Next());
    }

    /// <summary>Nothing lies before the mark that is sent now.</summary>
    public async Task ExpectNothingSoFar()
    {
        var mark = new object();
        Ref.Tell(mark, ActorRefs.NoSender);
        Assert.Same(mark, await Next());
    }

    public void Watch(IActorRef subject) => Ref.Tell(new WatchThis(subject), ActorRefs.NoSender);

    /// <summary>Watches, and returns when the watch is surely in place.</summary>
    public async Task WatchNow(IActorRef subject)
    {
        Watch(subject);
        await ExpectNothingSoFar();
    }

    public void Unwatch(IActorRef subject) => Ref.Tell(new UnwatchThis(subject), ActorRefs.NoSender);

    public async Task ExpectTerminated(IActorRef subject) => Assert.Equal(subject, (await Next<Terminated>()).ActorRef);

    private sealed record WatchThis(IActorRef Subject);

    private sealed record UnwatchThis(IActorRef Subject);

    private sealed class Recorder : ReceiveActor
    {
        public Recorder(ChannelWriter<(object, IActorRef)> inbox)
        {
            Receive<WatchThis>(watch => Context.Watch(watch.Subject));
            Receive<UnwatchThis>(watch => Context.Unwatch(watch.Subject));
            ReceiveAny(message => inbox.TryWrite((message, Sender)));
        }
    }
}

/// <summary>An actor made of functions, for tests that need only one odd thing.</summary>
public sealed class Scripted : ReceiveActor
{
    private readonly SupervisorStrategy? _strategy;

    public Scripted(Action<object, IUntypedActorContext> handler, SupervisorStrategy? strategy)
    {
        _strategy = strategy;
        ReceiveAny(message => handler(message, Context));
    }

    public static Props Props(Action<object, IUntypedActorContext> handler, SupervisorStrategy? strategy = null) =>
        global::Akka.Actor.Props.Create<Scripted>(handler, strategy!);

    protected override SupervisorStrategy SupervisorStrategy() => _strategy ?? base.SupervisorStrategy();
}
