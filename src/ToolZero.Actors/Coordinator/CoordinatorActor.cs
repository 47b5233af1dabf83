using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Ledger;
using ToolZero.Core.Data;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Coordinator.CoordinatorProtocol;
using Command = ToolZero.Actors.Coordinator.CoordinatorCommand;
using Effect = ToolZero.Actors.Coordinator.CoordinatorEffect;

namespace ToolZero.Actors.Coordinator;

/// <summary>What the coordinator works with; it outlives one incarnation of the actor.</summary>
/// <param name="Settings">What it decides by.</param>
/// <param name="Ledger">Durable state; a new incarnation restores itself from it.</param>
/// <param name="Plan">Schedule weight and learning rate, as of step 0.</param>
/// <param name="Task">The dataset row of a group.</param>
/// <param name="Log">Receives every step before it is marked trained.</param>
/// <param name="Time">Clock of deadlines and measurements.</param>
public sealed record CoordinatorServices(
    CoordinatorSettings Settings, IRunLedger Ledger, TrainingPlan Plan, Func<GroupId, ToolTask> Task, IStepLog Log, TimeProvider Time);

/// <summary>Carries out what <see cref="CoordinatorDecisions"/> decides: ledger first, messages after. Restored from the ledger when it starts.</summary>
public sealed class CoordinatorActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan TickPeriod = TimeSpan.FromMilliseconds(250);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CoordinatorServices _services;
    private readonly IRunLedger _ledger;
    private readonly Dictionary<string, IActorRef> _refs = [];
    private readonly StepMeter _meter;
    private readonly WaitWatch _wait;
    private CoordinatorState _state;
    private TrainingPlan _plan;
    private TrainingBatch? _batch;
    private BatchTrained? _trained;

    public CoordinatorActor(CoordinatorServices services)
    {
        (_services, _ledger, _meter, _wait) = (services, services.Ledger, new StepMeter(services.Time), new WaitWatch(services.Time));
        _state = _ledger.Restore().Restore(services.Settings);
        _plan = services.Plan.After(_ledger.AstRates());

        Receive<RequestWork>(request =>
        {
            Know(request.Worker);
            Process(new Command.WorkRequested(request.Worker, request.Sequence, request.Held, Now));
        });
        Receive<DeliverGroup>(delivery =>
        {
            _meter.Stored(delivery.Scoring);
            Process(new Command.GroupDelivered(delivery.Group));
        });
        Receive<ReportGroupFailed>(failed => Process(new Command.GroupFailed(failed.Lease, failed.Group, failed.Reason, Now)));
        Receive<ReportLeaseFailed>(failed => Process(new Command.LeaseFailed(failed.Worker, failed.Lease, failed.Reason, Now)));
        Receive<LearnerHello>(hello =>
        {
            Know(hello.Learner);
            Process(new Command.LearnerReady(hello.Learner, hello.NextStep, hello.CheckpointStep));
        });
        Receive<BatchTrained>(trained =>
        {
            _trained = trained;
            Process(new Command.BatchTrained(trained.Learner, trained.Step, Now));
        });
        Receive<CheckpointSaved>(saved =>
        {
            _meter.CheckpointSaved(saved.Duration);
            Publish(new RunEvent.CheckpointWritten(saved.Step, saved.Folder, saved.WeightsSha256));
            Process(new Command.CheckpointSaved(saved.Learner, saved.Step));
        });
        Receive<Tick>(_ =>
        {
            Process(new Command.Tick(Now));
            if (_wait.Overdue(_state.WaitingFor) is { } since) Publish(new RunEvent.Waiting(_state.WaitingFor, since));
        });
        Receive<Terminated>(OnTerminated);
        Receive<IOperatorCommand>(command => Sender.Tell(Carry(command)));
        Receive<GetStatus>(_ => Sender.Tell(Status()));
        Receive<GetLedger>(_ => Sender.Tell(new LedgerReport(_ledger.Balance())));
        Receive<GetQuarantine>(_ => Sender.Tell(new QuarantineReport([.. _ledger.Lost().Where(g => g.State == GroupState.Quarantined)])));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _services.Time.GetUtcNow();

    public static Props Props(CoordinatorServices services) => Akka.Actor.Props.Create(() => new CoordinatorActor(services));

    protected override void PreStart()
    {
        Process(new Command.Started());
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, TickPeriod);
        Context.System.EventStream.Publish(CoordinatorStarted.Instance);
    }

    private CommandResult Carry(IOperatorCommand command)
    {
        var before = _state.Phase.ToString();
        CoordinatorCommand? known = command switch
        {
            Pause => new Command.Pause(),
            Resume => new Command.Resume(Now),
            Checkpoint => new Command.Checkpoint(),
            Drain drain => new Command.Drain(drain.Reason),
            _ => null,
        };
        if (known is null) return new CommandResult(false, _state.Version, before, before, $"the coordinator does not carry out {command.GetType().Name} yet");
        Process(known);
        return new CommandResult(true, _state.Version, before, _state.Phase.ToString(), _state.Reason);
    }

    private CoordinatorStatus Status() => new(
        _state.Phase,
        _state.Reason,
        _state.Version,
        _state.Settings.Steps,
        _state.Counts,
        [.. _state.Workers.Keys.Order().Select(Worker)],
        _state.Learner is { } learner
            ? new LearnerStatus(learner.Name, Node(learner.Name), learner.NextStep, learner.Busy ? "at work" : "waits for a batch", TimeSpan.Zero)
            : null,
        _state.WaitingFor,
        TimeSpan.Zero,
        [],
        new RunEpochs(0, 0, 0),
        _state.CheckpointStep,
        [],
        []);

    private WorkerStatus Worker(string name)
    {
        var leased = _state.Units.Values.Count(u => u.Lease?.Worker == name);
        return new WorkerStatus(
            name, Node(name), leased > 0 ? WorkerActivity.Generating : WorkerActivity.Waiting, "", TimeSpan.Zero, TimeSpan.Zero, leased, 0, 0, false);
    }

    private string Node(string name) => _refs.GetValueOrDefault(name)?.Path.Address.ToString() ?? "";

    private void Know(string name)
    {
        if (_refs.TryAdd(name, Sender)) Context.Watch(Sender);
    }

    private void OnTerminated(Terminated gone)
    {
        foreach (var name in _refs.Where(r => r.Value.Equals(gone.ActorRef)).Select(r => r.Key).ToList())
        {
            _refs.Remove(name);
            if (_state.Learner?.Name == name) Process(new Command.LearnerLost(name));
            else Process(new Command.WorkerLost(name, $"{name} died", Now));
        }
    }

    private void Process(CoordinatorCommand command)
    {
        (_state, var effects) = _state.Process(command);
        foreach (var effect in effects) Execute(effect);
    }

    private void Execute(CoordinatorEffect effect)
    {
        switch (effect)
        {
            case Effect.Issue issue:
                _ledger.Issue(issue.Unit.Id, issue.Unit.Groups, [.. issue.Unit.Groups.Select(id => _services.Task(id).Id)]);
                break;
            case Effect.Grant grant:
                _ledger.Grant(grant.Unit.Id, grant.OpenGroups, grant.Unit.Lease!.Worker, grant.Unit.Attempt);
                Send(grant.Unit);
                break;
            case Effect.GrantAgain again:
                Send(again.Unit);
                break;
            case Effect.Return back:
                _log.Warning("Unit {0} goes back to the queue: {1}", back.Unit.Id, back.Reason);
                _ledger.Return(back.Unit.Id, back.OpenGroups, back.Reason);
                break;
            case Effect.Cancel cancel:
                _refs.GetValueOrDefault(cancel.Worker)?.Tell(new CancelLease(cancel.Lease));
                break;
            case Effect.Store store:
                _ledger.Store(store.Group);
                break;
            case Effect.Duplicate duplicate:
                _ledger.Duplicate(duplicate.Group);
                break;
            case Effect.Acknowledge acknowledge:
                Sender.Tell(new Acknowledged(acknowledge.Group));
                break;
            case Effect.Quarantine lost:
                _ledger.Quarantine(lost.Groups, lost.Attempts, lost.Evidence);
                Publish(new RunEvent.GroupsQuarantined(lost.Groups, lost.Evidence));
                break;
            case Effect.Journal journal:
                (var entry, _plan) = _plan.Plan(journal.Batch, _ledger.Groups(journal.Batch.Groups));
                _ledger.Journal(entry);
                break;
            case Effect.SendBatch send:
                _batch = _ledger.Batch(send.Step);
                _meter.Sent();
                _refs[_state.Learner!.Name].Tell(new TrainBatch(_batch, send.Replay));
                break;
            case Effect.MarkTrained trained:
                var metrics = _meter.Finish(_batch!, _trained!);
                _services.Log.Append(metrics, _batch!);
                _ledger.MarkTrained(trained.Batch.Step);
                Publish(new RunEvent.StepCompleted(metrics, _batch!, _state.Counts));
                break;
            case Effect.SaveCheckpoint save:
                _refs[_state.Learner!.Name].Tell(new SaveCheckpoint(save.Step));
                break;
            case Effect.Prune prune:
                _ledger.Checkpointed(prune.BeforeStep);
                break;
            case Effect.PhaseChanged phase:
                Publish(new RunEvent.PhaseChanged(phase.Phase, phase.Reason));
                break;
        }
    }

    private void Send(WorkUnit unit) => _refs.GetValueOrDefault(unit.Lease!.Worker)?.Tell(new Lease(
        new LeaseId(unit.Id, unit.Attempt),
        unit.Lease.Sequence,
        new PolicyVersion(unit.Lease.Version),
        [.. unit.Groups.Select(id => new LeasedGroup(id, _services.Task(id)))]));

    private static void Publish(RunEvent runEvent) => Context.System.EventStream.Publish(runEvent);

    private sealed record Tick
    {
        public static Tick Instance { get; } = new();
    }
}
