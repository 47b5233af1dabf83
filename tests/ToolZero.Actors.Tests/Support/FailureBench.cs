using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Learner;
using ToolZero.Actors.Ledger;
using ToolZero.Actors.Node;
using ToolZero.Actors.Reward;
using ToolZero.Actors.Rollout;
using ToolZero.Actors.Tests.Weights;
using ToolZero.Core.Metrics;
using ToolZero.Core.Rewards.Schedules;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Training;

namespace ToolZero.Actors.Tests.Support;

/// <summary>
/// A cluster in one process: real coordinators over a real ledger, nodes with real learners, rollout workers and reward pools, and a shared
/// folder of checkpoints. Coordinators and nodes come, stall and go as a test likes; only the model and the rule are fakes.
/// </summary>
internal sealed class FailureBench : IDisposable, IStepLog
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly List<RunLedger> _ledgers = [];
    private readonly ActorSystem _system = ActorSystem.Create(
        "failures", ActorRun.Signals.WithFallback(ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF }")).WithFallback(ActorRun.Dispatchers));

    private readonly Post _publisher = new();
    private int _coordinators;

    public FailureBench()
    {
        var events = Events;
        _system.EventStream.Subscribe(_system.ActorOf(Props.Create(() => new Collector(events))), typeof(RunEvent));
    }

    public CoordinatorSettings Settings { get; init; } = new(8, 6, 3, 0, TimeSpan.FromSeconds(30), 3, 3);

    /// <summary>Between two renewals of what workers have asked for and delivered.</summary>
    public TimeSpan Resend { get; init; } = TimeSpan.FromMilliseconds(100);

    public Action<IReadOnlyCollection<GroupId>> OnDecode { get; init; } = _ => { };

    public Action<StepMetrics> OnStep { get; init; } = _ => { };

    /// <summary>Called before a checkpoint's weights are written.</summary>
    public Action OnSave { get; init; } = () => { };

    /// <summary>How everybody reaches the coordinator.</summary>
    public Post Run { get; } = new();

    public ConcurrentQueue<RunEvent> Events { get; } = new();

    /// <summary>What coordinators died of.</summary>
    public ConcurrentQueue<Exception> Deaths { get; } = new();

    public CheckpointStore Checkpoints => new(_folder.Path, 2);

    public string FinalWeights => Checkpoints.Latest()!.State.WeightsSha256;

    /// <summary>Weights of the run that nobody disturbs.</summary>
    public static async Task<string> Undisturbed(CoordinatorSettings? settings = null)
    {
        using var bench = settings is null ? new FailureBench() : new FailureBench { Settings = settings };
        bench.StartCoordinator();
        bench.StartNode("n1", isFirst: true);
        await bench.Finished();
        return bench.FinalWeights;
    }

    /// <summary>A coordinator that takes the ledger over and that everybody is led to from now on.</summary>
    public IActorRef StartCoordinator()
    {
        var ledger = RunLedger.OpenOrCreate(Path.Combine(_folder.Path, "ledger.db"), new LedgerIdentity(1, "bench"), TimeProvider.System);
        _ledgers.Add(ledger);
        var live = new LiveSettings(1e-3, 0.2, 0.2, 1, new ScheduleSettings("sigmoid", 4, 0.5));
        var services = new CoordinatorServices(
            Settings with { Live = live },
            ledger,
            new LearningRateSchedule(LearningRateShape.Cosine, live.LearningRate, Settings.Steps),
            id => Samples.Task((int)id.Value),
            this,
            TimeProvider.System);
        var deaths = Deaths;
        var coordinator = _system.ActorOf(Props.Create(() => new Mortal(CoordinatorActor.Props(services), deaths)), $"coordinator-{++_coordinators}");
        Run.LeadTo(coordinator);
        return coordinator;
    }

    /// <summary>A node with these workers, and a learner if <paramref name="learns"/>. All learners give their weights to the same publisher, on the first node.</summary>
    public IActorRef StartNode(string name, int workers = 2, Action<TrainingBatch>? onTrain = null, bool isFirst = false, bool learns = true)
    {
        ActorSelection At(string child) => _system.ActorSelection($"/user/{name}/{child}");
        if (isFirst) _publisher.LeadTo(At(RoleFactory.Publisher));
        var supervision = new SupervisionSettings(5, TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(50));
        var parts = new RoleParts(TimeProvider.System)
        {
            Learner = learns
                ? new LearnerServices(Checkpoints, 1, checkpoint => new FakeTrainer(checkpoint, onTrain ?? (_ => { }), OnSave), TimeProvider.System) { Hello = Resend, OutlivesDiskFaults = true }
                : null,
            Rollout = new RolloutParts(
                new RolloutSettings(Settings.MaxVersions == 0, 2, 16, TimeSpan.FromSeconds(30), Resend), () => new FakeEngine(2, OnDecode), TestWeights.Model, TorchSharp.torch.CPU),
            Reward = new ScoringParts(new RewardPoolSettings(2, TimeSpan.FromSeconds(20), 3), new FakeReward(_ => { })),
        };
        var node = _system.ActorOf(NodeActor.Props(new NodeServices(new NodeId(name, "1"), supervision, TimeProvider.System)), name);
        node.Tell(new NodeProtocol.Equip(new RoleFactory(parts, new RolePeers(Run, _publisher, At(RoleFactory.Receiver), At(RoleFactory.Reward))), workers));
        return node;
    }

    /// <summary>Puts a message into the mailbox of a node's child.</summary>
    public void Tell(string child, object message) => _system.ActorSelection($"/user/{child}").Tell(message);

    /// <summary>The actor and all below it are gone when this returns; a coordinator's ledger is left as if its process had been killed.</summary>
    public static Task Kill(IActorRef actor) => actor.GracefulStop(Patience);

    public Task Until(Func<bool> condition, string what) => Eventually.Holds(
        condition, () => $"waited for {what}; {string.Join("; ", Events.TakeLast(8))}; {string.Join("; ", Deaths)}");

    /// <summary>Waits for the end of the run, and checks what holds for every run that ends well.</summary>
    public async Task Finished()
    {
        await Until(() => Events.OfType<RunEvent.PhaseChanged>().Any(p => p.Phase is RunPhase.Finished or RunPhase.Failed), "the end of the run");
        Assert.Equal(RunPhase.Finished, Events.OfType<RunEvent.PhaseChanged>().Last(p => p.Phase is RunPhase.Finished or RunPhase.Failed).Phase);
        using var ledger = Ledger();
        var balance = ledger.Balance();
        Assert.True(balance.Holds);
        Assert.Equal(Settings.Steps * Settings.Batch, balance[GroupState.Trained].Groups);
        var journal = ledger.Journalled();
        Assert.Equal(Enumerable.Range(0, (int)Settings.Steps).Select(s => (long)s), journal.Select(b => b.Step));
        Assert.Equal(Settings.Steps * Settings.Batch, journal.SelectMany(b => b.Groups).Distinct().Count());
    }

    /// <summary>The ledger as it is now, to be read.</summary>
    public RunLedger Ledger() => RunLedger.OpenToRead(Path.Combine(_folder.Path, "ledger.db"));

    public void Append(StepMetrics metrics, TrainingBatch batch) => OnStep(metrics);

    public void KeepBefore(long step)
    {
    }

    public void Dispose()
    {
        using var ended = new ManualResetEventSlim();
        _system.RegisterOnTermination(ended.Set);
        _ = _system.Terminate();
        ended.Wait(Patience);
        foreach (var ledger in _ledgers) ledger.Dispose();
        _folder.Dispose();
    }

    private sealed class Collector : ReceiveActor
    {
        public Collector(ConcurrentQueue<RunEvent> events) => Receive<RunEvent>(events.Enqueue);
    }

    /// <summary>Keeps an actor until it dies for the first time.</summary>
    private sealed class Mortal : ReceiveActor
    {
        private readonly ConcurrentQueue<Exception> _deaths;

        public Mortal(Props props, ConcurrentQueue<Exception> deaths)
        {
            _deaths = deaths;
            var child = Context.ActorOf(props, "actor");
            ReceiveAny(child.Forward);
        }

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(error =>
        {
            _deaths.Enqueue(error);
            return Directive.Stop;
        });
    }
}
