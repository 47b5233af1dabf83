using Akka.Actor;
using Akka.Event;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Ledger;
using ToolZero.Actors.Node;
using ToolZero.Core.Advantages;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Coordinator.CoordinatorProtocol;
using Command = ToolZero.Actors.Coordinator.CoordinatorCommand;

namespace ToolZero.Actors.Coordinator;

/// <summary>
/// Carries out what <see cref="CoordinatorDecisions"/> decides: ledger first, messages after. Restored from the ledger when it starts. Messages
/// are taken from the mailbox at once and worked off in turns: a turn takes what has come in meanwhile, is one transaction of the ledger, and
/// sends its messages when that is durable. So the disk is waited for once for many groups, and a status query waits for one turn at most.
/// </summary>
public sealed partial class CoordinatorActor : ReceiveActor, IWithTimers
{
    private const int MostTogether = 512;

    /// <summary>Beyond this, messages that are repeated anyway are dropped.</summary>
    private const int MostWaiting = 65_536;

    private static readonly TimeSpan TickPeriod = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMilliseconds(20);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CoordinatorServices _services;
    private readonly IRunLedger _ledger;
    private readonly Queue<(object Message, IActorRef Sender)> _inbox = new();
    private readonly Outbox _outbox;
    private readonly Dictionary<string, IActorRef> _workers = [];
    private readonly Dictionary<long, IActorRef> _askers = [];
    private readonly RecentSamples _samples = new();
    private readonly StepMeter _meter;
    private readonly WaitWatch _wait;
    private readonly GroupTraces _traces;
    private readonly WorkPulses _pulses = WorkPulses.Of(Context.System);
    private CoordinatorState _state;
    private TrainingPlan _plan;
    private IActorRef? _learner;
    private IActorRef _sender = ActorRefs.Nobody;
    private (string? Trace, DateTimeOffset At) _delivered;
    private bool _isTurnDue;
    private long _tickets;

    public CoordinatorActor(CoordinatorServices services)
    {
        (_services, _ledger, _meter, _wait, _traces) = (services, services.Ledger, new StepMeter(services.Time), new WaitWatch(services.Time), new GroupTraces(services.Time));
        _outbox = new Outbox(Self, Context.System.EventStream);
        _state = _ledger.Restore().Restore(services.Settings);
        _plan = Plan();

        Receive<Turn>(_ => TakeTurn());
        Receive<GetStatus>(_ => Sender.Tell(_state.Status(Now, _ledger.Epoch, _wait.Waited(_state.WaitingFor), Node)));
        Receive<GetSamples>(get => Sender.Tell(new SampleReport([.. _samples.Newest().Take(get.Count)])));
        ReceiveAny(message =>
        {
            if (_inbox.Count >= MostWaiting && message is DeliverGroup or RequestWork) return;
            _inbox.Enqueue((message, Sender));
            ScheduleTurn();
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _services.Time.GetUtcNow();

    public static Props Props(CoordinatorServices services) => Akka.Actor.Props.Create(() => new CoordinatorActor(services));

    protected override void PreStart()
    {
        _services.Log.KeepBefore(_state.Version);
        ApplyLogLevel();
        Self.Tell(Begin.Instance);
        Context.System.EventStream.Publish(CoordinatorStarted.Instance);
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, TickPeriod);
    }

    protected override void PostStop() => Context.System.EventStream.Publish(CoordinatorStopped.Instance);

    private TrainingPlan Plan() => TrainingPlan.Of(_state.Settings, _services.LearningRate, _ledger.AstRates());

    private bool IsFlat(ScoredGroup group) => GroupAdvantage.IsZeroVariance(GroupAdvantage.Rewards(group, _plan.Schedule.Weight(_state.NextStep)));

    private void ScheduleTurn()
    {
        if (_isTurnDue) return;
        _isTurnDue = true;
        Self.Tell(Turn.Instance);
    }

    private void TakeTurn()
    {
        _isTurnDue = false;
        using var work = _pulses.Begin(new WorkInHand("coordinator", RoleKind.Coordinator, "writes what it decided into the ledger", _services.Time, _services.Time.GetTimestamp()));
        var start = _services.Time.GetTimestamp();
        _ledger.Together(() =>
        {
            for (var count = 0; count < MostTogether && _services.Time.GetElapsedTime(start) < LongestTurn && _inbox.TryDequeue(out var item); count++)
            {
                _sender = item.Sender;
                Handle(item.Message);
            }

            PruneSome();
        });
        _outbox.Flush();
        if (_inbox.Count > 0 || _prunedFrom is not null) ScheduleTurn();
    }

    private void Handle(object message)
    {
        switch (message)
        {
            case DeliverGroup delivery:
                _meter.Stored(delivery.Scoring);
                _delivered = (delivery.Trace, Now);
                Process(new Command.GroupDelivered(delivery.Group, delivery.PolicyEpoch, Now) { IsFlat = IsFlat(delivery.Group) });
                break;
            case RequestWork request:
                Know(request.Worker);
                Process(new Command.WorkRequested(request.Worker, request.Sequence, request.Held, Now));
                break;
            case TakeLeave leave:
                Process(new Command.WorkerLeaves(leave.Worker, Now));
                break;
            case ReportGroupFailed failed:
                Process(new Command.GroupFailed(failed.Lease, failed.Group, failed.Reason, Now));
                break;
            case ReportLeaseFailed failed:
                Process(new Command.LeaseFailed(failed.Worker, failed.Lease, failed.Reason, Now));
                break;
            case LearnerHello hello:
                Process(new Command.LearnerHeard(hello.Learner, Incarnation(_sender), hello.Standing, Now));
                break;
            case BatchTrained trained:
                _trained = trained;
                Process(new Command.BatchTrained(trained.Epoch, trained.Step, Now));
                break;
            case CheckpointSaved saved:
                _saved = saved;
                if (saved.Epoch == _state.LearnerEpoch)
                {
                    _meter.CheckpointSaved(saved.Duration);
                    _outbox.Publish(new RunEvent.CheckpointWritten(saved.Step, saved.Folder, saved.WeightsSha256));
                }

                Process(new Command.CheckpointSaved(saved.Epoch, saved.Step, saved.Kept, Now));
                break;
            case Terminated gone:
                OnTerminated(gone.ActorRef);
                break;
            case IOperatorCommand command:
                _askers.Add(++_tickets, _sender);
                Process(new Command.Ordered(_tickets, command, Now) { Lost = LostGroupOf(command) });
                break;
            case GetLedger:
                _outbox.Tell(_sender, new LedgerReport(_ledger.Balance()));
                break;
            case GetQuarantine:
                _outbox.Tell(_sender, new QuarantineReport([.. _ledger.Lost().Where(g => g.State == GroupState.Quarantined)]));
                break;
            case Begin:
                Process(new Command.Started(Now));
                break;
            case Tick:
                Process(new Command.Tick(Now));
                if (_wait.Overdue(_state.WaitingFor) is { } since) _outbox.Publish(new RunEvent.Waiting(_state.WaitingFor, since));
                _outbox.Publish(_state.Pulse(_wait.Waited(_state.WaitingFor)));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Process(CoordinatorCommand command)
    {
        (_state, var effects) = _state.Process(command);
        if (command is Command.LearnerHeard heard && _state.Learner?.Incarnation == heard.Incarnation) Trust(_sender);
        foreach (var effect in effects) Execute(effect);
    }

    private LostGroup? LostGroupOf(IOperatorCommand command) => command switch
    {
        RetryQuarantined retry => _ledger.Lost().FirstOrDefault(g => g.Id == retry.Group),
        DropQuarantined drop => _ledger.Lost().FirstOrDefault(g => g.Id == drop.Group),
        _ => null,
    };

    private sealed record Turn
    {
        public static Turn Instance { get; } = new();
    }

    private sealed record Begin
    {
        public static Begin Instance { get; } = new();
    }

    private sealed record Tick
    {
        public static Tick Instance { get; } = new();
    }
}
