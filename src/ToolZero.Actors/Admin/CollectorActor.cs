using System.Collections.Immutable;
using Akka.Actor;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Node;
using static ToolZero.Actors.Admin.CollectorProtocol;

namespace ToolZero.Actors.Admin;

/// <summary>
/// Puts the answers to queries together from coordinator and nodes. Waits for nobody longer than it pays: what is known already is given with
/// its age, who is missing is named.
/// </summary>
internal sealed class CollectorActor : ReceiveActor, IWithTimers
{
    private const int MaxWaiting = 10_000;
    private const string NodePrefix = "node ";
    private const string Coordinator = "the coordinator";
    private const string Ledger = "the ledger";
    private const string Quarantine = "the quarantine";
    private const string Samples = "the newest samples";

    private readonly AdminServices _services;
    private readonly ICanTell _run;
    private readonly List<Waiting> _waiting = [];
    private ImmutableArray<ClusterMember> _members = [];
    private Sources _sources;
    private RunEvent.StepCompleted? _lastStep;
    private RunResult? _ended;

    public CollectorActor(AdminServices services, ICanTell run)
    {
        (_services, _run, _sources) = (services, run, new Sources(services));
        Receive<Collect>(OnCollect);
        Receive<CoordinatorStatus>(status => OnAnswer(Coordinator, status));
        Receive<CoordinatorProtocol.LedgerReport>(report => OnAnswer(Ledger, report));
        Receive<CoordinatorProtocol.QuarantineReport>(report => OnAnswer(Quarantine, report));
        Receive<CoordinatorProtocol.SampleReport>(report => OnAnswer(Samples, report));
        Receive<NodeProtocol.NodeStatus>(status => OnAnswer(NodePrefix + status.Address, status));
        Receive<RunEvent.StepCompleted>(step => _lastStep = step);
        Receive<RunEvent.Ended>(ended => _ended = ended.Result);
        Receive<Tick>(_ => Settle());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _services.Time.GetUtcNow();

    public static Props Props(AdminServices services, ICanTell run) => Akka.Actor.Props.Create(() => new CollectorActor(services, run));

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(RunEvent.StepCompleted));
        Context.System.EventStream.Subscribe(Self, typeof(RunEvent.Ended));
    }

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        base.PostStop();
    }

    private void OnCollect(Collect collect)
    {
        if (_waiting.Count >= MaxWaiting)
        {
            Sender.Tell(new Collected(collect.Request, new OperatorReply.Refused($"{MaxWaiting} queries wait already: try again")));
            return;
        }

        _members = _services.Cluster.Members();
        _sources = _sources.Keep(name => !name.StartsWith(NodePrefix, StringComparison.Ordinal) || _members.Any(m => NodePrefix + m.Address == name));
        _waiting.Add(new Waiting(collect, Sender, Now));
        foreach (var name in Needed(collect.Command)) Ask(name);
        Settle();
    }

    private void Ask(string name)
    {
        (_sources, var ask) = _sources.Want(name, Now);
        if (!ask) return;
        (ICanTell? To, object Question) question = name switch
        {
            Coordinator => (_run, CoordinatorProtocol.GetStatus.Instance),
            Ledger => (_run, CoordinatorProtocol.GetLedger.Instance),
            Quarantine => (_run, CoordinatorProtocol.GetQuarantine.Instance),
            Samples => (_run, new CoordinatorProtocol.GetSamples(AdminVerbs.MaxRows)),
            _ => (_members.First(m => NodePrefix + m.Address == name).Node, NodeProtocol.GetStatus.Instance),
        };
        question.To!.Tell(question.Question, Self);
    }

    private IEnumerable<string> Needed(OperatorCommand command) => command switch
    {
        OperatorCommand.Show { Subject: AdminSubject.Nodes or AdminSubject.Workers } => Reachable(),
        OperatorCommand.Show { Subject: AdminSubject.Ledger } => [Ledger, Coordinator],
        OperatorCommand.Quarantine => [Quarantine],
        OperatorCommand.Samples => [Samples],
        OperatorCommand.Show { Subject: AdminSubject.Status } when _ended is not null => [],
        _ => [Coordinator],
    };

    private IEnumerable<string> Reachable() => _members.Where(m => m.Node is not null).Select(m => NodePrefix + m.Address);

    private void OnAnswer(string name, object value)
    {
        _sources = _sources.Answered(name, value, Now);
        Settle();
    }

    /// <summary>Answers all queries that need not wait any longer.</summary>
    private void Settle()
    {
        var now = Now;
        foreach (var waiting in _waiting.Where(w => Needed(w.Collect.Command).All(n => _sources.IsReady(n, w.Came, now))).ToList())
        {
            _waiting.Remove(waiting);
            waiting.From.Tell(new Collected(waiting.Collect.Request, Answer(waiting.Collect.Command, now)));
        }

        if (_waiting.Count == 0) Timers.Cancel(nameof(Tick));
        else if (!Timers.IsTimerActive(nameof(Tick))) Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, _services.Patience / 4);
    }

    private OperatorReply Answer(OperatorCommand command, DateTimeOffset now)
    {
        var needed = Needed(command).ToList();
        var heard = new Heard(
            needed.Select(n => _sources.Age(n, now).TotalSeconds).DefaultIfEmpty(0).Max(),
            [.. needed.Where(n => _sources.IsMissing(n, now)).Select(n => $"{n} does not answer")]);
        var status = _sources.Value<CoordinatorStatus>(Coordinator);
        var ledger = _sources.Value<CoordinatorProtocol.LedgerReport>(Ledger);
        if (command is OperatorCommand.Show { Subject: AdminSubject.Ledger } && ledger is null)
            return new OperatorReply.Refused($"{Ledger} does not answer, so nothing can be said of it: try again in a moment, or look at  status  what the run waits for");
        var nodes = _members.Select(m => (m, _sources.Value<NodeProtocol.NodeStatus>(NodePrefix + m.Address))).ToImmutableArray();
        return new OperatorReply.Answered(command switch
        {
            OperatorCommand.Show { Subject: AdminSubject.Nodes } => AdminRows.Nodes(nodes, heard),
            OperatorCommand.Show { Subject: AdminSubject.Workers } => AdminRows.Workers(nodes, heard),
            OperatorCommand.Show { Subject: AdminSubject.Rollouts } => AdminRows.Rollouts(status, heard),
            OperatorCommand.Show { Subject: AdminSubject.Ledger } => AdminRows.Ledger(ledger!, status, heard),
            OperatorCommand.Quarantine => AdminRows.Quarantined(_sources.Value<CoordinatorProtocol.QuarantineReport>(Quarantine), heard),
            OperatorCommand.Samples samples => AdminRows.Samples(_sources.Value<CoordinatorProtocol.SampleReport>(Samples), samples.Count, heard),
            _ => AdminRows.Status(_services.Run, status, _ended, _lastStep, nodes, heard),
        });
    }

    private sealed record Waiting(Collect Collect, IActorRef From, DateTimeOffset Came);

    private sealed record Tick
    {
        public static Tick Instance { get; } = new();
    }
}
