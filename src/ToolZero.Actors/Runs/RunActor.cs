using System.Collections.Immutable;
using Akka.Actor;
using ToolZero.Actors.Admin;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Node;
using ToolZero.Actors.Weights.Tree;
using ToolZero.Core.Data;
using static ToolZero.Actors.Evaluation.EvaluationProtocol;
using static ToolZero.Actors.Runs.RunProtocol;

namespace ToolZero.Actors.Runs;

/// <summary>
/// Owns a run: opens folder and ledger, lets the base model be evaluated, keeps the coordinator alive while it trains, lets the result be
/// evaluated, concludes. All that speaks to the run speaks to this actor, which hands on to coordinator and admin. One in the cluster.
/// </summary>
public sealed partial class RunActor : KeeperActor
{
    /// <summary>Name of the child that trains.</summary>
    public const string Coordinator = "coordinator";

    /// <summary>Name of the child that serves operators.</summary>
    public const string Admin = "admin";

    /// <summary>Name of the child that says who fetches weights from whom.</summary>
    public const string Weights = "weights";

    private readonly RunServices _services;
    private RunState _state = new();
    private IRunJob? _job;
    private IActorRef _evaluator = ActorRefs.Nobody;
    private string? _fault;

    public RunActor(RunServices services)
        : base(new NodeState(services.Node, services.Supervision), services.Time)
    {
        _services = services;
        Receive<Open>(_ => OnOpen());
        Receive<Opened>(opened => OnOpened(opened.Job));
        Receive<NotOpened>(OnNotOpened);
        Receive<GetRunConfiguration>(_ =>
        {
            if (_job is not null) Sender.Tell(new RunConfigurationText(_job.ConfigurationText));
        });
        Receive<GetRunStanding>(_ => Sender.Tell(new RunStanding(_state.Stage, _fault)));
        Receive<EvaluatorIdle>(_ =>
        {
            _evaluator = Sender;
            Ask();
        });
        Receive<Evaluated>(OnEvaluated);
        Receive<EvaluationFailed>(failed => Apply(_state.NotEvaluated(failed)));
        Receive<RunEvent.PhaseChanged>(OnPhase);
        Receive<RunEvent>(Publish);
        Receive<NodeProtocol.NodeFailed>(failed => Apply(_state.Fail(failed.Reason, failed.IsDataFault)));
        Receive<CoordinatorProtocol.Drain>(drain => Apply(_state.Drain(drain.Reason)));
        Receive<IAdminRequest>(request => Context.Child(Admin).Forward(request));
        Receive<IWeightsTreeRequest>(request => Context.Child(Weights).Forward(request));
        ReceiveAny(message => Context.Child(Coordinator).Forward(message));
    }

    public static Props Props(RunServices services) => Akka.Actor.Props.Create(() => new RunActor(services));

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(RunEvent.PhaseChanged));
        Self.Tell(Open.Instance);
    }

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        if (_opening is not null) _ = Close(_opening);
        base.PostStop();
    }

    protected override void OnGivenUp(string reason, DataException? fault)
    {
        if (fault is { IsDiskFault: true } && _services.OutlivesDiskFaults) WaitForDisk(reason);
        else Apply(_state.Fail(reason, fault is not null));
    }

    private void OnEvaluated(Evaluated evaluated)
    {
        var isNew = evaluated.Name == OnTheWay || (_state.Wanted?.Name == evaluated.Name && _state.Wanted.Step == evaluated.Step);
        Sender.Tell(new EvaluationTaken(evaluated.Name, evaluated.Step));
        if (isNew) Publish(new RunEvent.EvaluationDone(evaluated.Name, evaluated.Step, evaluated.Result));
        Apply(_state.Evaluated(evaluated.Name, evaluated.Step, evaluated.Result));
    }

    private void OnPhase(RunEvent.PhaseChanged change)
    {
        if (change.Phase is RunPhase.Finished or RunPhase.Stopped or RunPhase.Failed)
            Apply(_state.Trained(new RunEnd(change.Phase, change.Reason, change.IsDataFault), _job?.Latest));
    }

    private void Apply((RunState State, ImmutableArray<RunEffect> Effects) decision)
    {
        _state = decision.State;
        try
        {
            foreach (var effect in decision.Effects) Execute(effect);
        }
        catch (Exception error) when (IsFileFault(error))
        {
            Apply(_state.Fail(error.Message, isDataFault: true));
        }

        Ask();
    }

    /// <summary>The evaluator greets as long as it is idle, so a request that is lost is made again.</summary>
    private void Ask()
    {
        if (_state.Wanted is { } wanted) _evaluator.Tell(wanted);
    }

    private void Execute(RunEffect effect)
    {
        switch (effect)
        {
            case RunEffect.KeepBaseline keep:
                _job!.KeepBaseline(keep.Result);
                break;
            case RunEffect.Train:
                Start(new Role(Coordinator, RoleKind.Coordinator, _ => CoordinatorActor.Props(_job!.Coordinator).WithDispatcher(RoleFactory.CoordinatorDispatcher)));
                break;
            case RunEffect.DrainTraining drain:
                Context.Child(Coordinator).Forward(new CoordinatorProtocol.Drain(drain.Reason));
                break;
            case RunEffect.Conclude conclude:
                Conclude(conclude.End, conclude.Final);
                break;
        }
    }

    /// <summary>The coordinator ends before its ledger is read.</summary>
    private void Conclude(RunEnd end, EvaluationResult? final)
    {
        if (!State.Roles.ContainsKey(Coordinator)) Tell();
        else Stop(Coordinator, end.Reason, Tell);

        void Tell()
        {
            try
            {
                Publish(new RunEvent.Ended(_job?.Conclude(end, final) ?? RunResult.NotBegun(end)));
            }
            catch (Exception error) when (IsFileFault(error))
            {
                Publish(new RunEvent.Ended(RunResult.NotBegun(new RunEnd(RunPhase.Failed, error.Message, IsDataFault: true))));
            }
        }
    }

    private static bool IsFileFault(Exception error) => error is DataException or IOException or UnauthorizedAccessException;

    private static void Publish(RunEvent runEvent) => Context.System.EventStream.Publish(runEvent);
}
