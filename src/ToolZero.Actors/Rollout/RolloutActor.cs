using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using ToolZero.Actors.Node;
using ToolZero.Actors.Weights;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Coordinator.CoordinatorProtocol;

namespace ToolZero.Actors.Rollout;

/// <summary>Where a rollout actor finds the others.</summary>
public sealed record RolloutPeers(ICanTell Coordinator, ICanTell Rewards, ICanTell Weights);

/// <summary>
/// Owns a generation engine on a thread of its own. It decodes a few steps per message and looks into its mailbox in between, so weights are
/// swapped, leases cancelled and the actor stopped between two decode steps. Scored groups are kept and resent until they are in the ledger.
/// An exception of the engine ends the actor: its supervisor starts a new one, the lease goes back to the queue with the reason.
/// </summary>
public sealed partial class RolloutActor : ReceiveActor, IWithTimers
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly RolloutSettings _settings;
    private readonly RolloutPeers _peers;
    private readonly Func<IRolloutEngine> _create;
    private readonly TimeProvider _time;
    private readonly WorkPulses _pulses = WorkPulses.Of(Context.System);
    private RolloutState _state;
    private IRolloutEngine _engine = null!;
    private PolicySnapshot? _snapshot;
    private bool _ticking;
    private long _requested;

    public RolloutActor(string worker, RolloutSettings settings, RolloutPeers peers, Func<IRolloutEngine> create, TimeProvider time)
    {
        (_settings, _peers, _create, _time, _state) = (settings, peers, create, time, new RolloutState(worker, settings));

        Receive<WeightsProtocol.Available>(OnWeights);
        Receive<Lease>(lease => Apply(_state.Accept(lease)));
        Receive<CancelLease>(cancel => Apply(_state.Cancel(cancel.Id)));
        Receive<DecodeTick>(_ => Decode());
        Receive<Rated>(OnRated);
        Receive<Unrated>(OnUnrated);
        Receive<Acknowledged>(acknowledged => Forget(acknowledged.Id));
        Receive<RolloutProtocol.Drain>(_ =>
        {
            _state = _state with { Draining = true };
            TakeLeave();
        });
        Receive<Released>(_ =>
        {
            _state = _state with { Released = _state.Draining };
            EndIfDrained();
        });
        Receive<Resend>(_ => Report(newCoordinator: false));
        Receive<WorkerWelcome>(_ => Report(newCoordinator: true));
        Receive<SetLogLevel>(set => Context.System.EventStream.SetLogLevel(Logging.LogLevelFor(set.Level)));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(string worker, RolloutSettings settings, RolloutPeers peers, Func<IRolloutEngine> create, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new RolloutActor(worker, settings, peers, create, time));

    protected override void PreStart()
    {
        _engine = _create();
        Timers.StartPeriodicTimer(nameof(Resend), Resend.Instance, TimeSpan.Zero, _settings.Resend);
    }

    protected override void PostStop()
    {
        _engine?.Dispose();
        _snapshot?.Release();
        base.PostStop();
    }

    private void OnWeights(WeightsProtocol.Available message)
    {
        if (message.Snapshot.Key <= _snapshot?.Key || !message.Snapshot.TryAcquire()) return;
        var start = _time.GetTimestamp();
        using var work = Busy("takes over weights");
        _engine.UseWeights(message.Snapshot);
        Context.System.EventStream.Publish(new WeightsProtocol.Swapped(_state.Worker, message.Snapshot.Key, _time.GetElapsedTime(start)));
        _snapshot?.Release();
        _snapshot = message.Snapshot;
        _state = _state with { Weights = message.Snapshot.Key };
        Begin();
    }

    private void Apply((RolloutState State, ImmutableArray<GroupId> Dropped) change)
    {
        _state = change.State;
        foreach (var id in change.Dropped) _engine.Cancel(id);
        Begin();
        TakeLeave();
    }

    private void Forget(GroupId group)
    {
        _state = _state.Remove(group);
        TakeLeave();
    }

    /// <summary>One that drains says so, with every group less that it has and once every period, until it is released.</summary>
    private void TakeLeave()
    {
        if (_state is { Draining: true, Released: false }) _peers.Coordinator.Tell(new TakeLeave(_state.Worker), Self);
        EndIfDrained();
    }

    private void EndIfDrained()
    {
        if (_state.Drained) Context.Stop(Self);
    }

    private void Begin()
    {
        (_state, var begin) = _state.Begin(_time.GetUtcNow());
        Guarded(() =>
        {
            foreach (var group in begin) _engine.Enqueue(group.Id, group.Task, group.Temperature);
        });
        // Once for every lease: what is lost on the way is repeated with the next report, and a request for each decode step would only be in the way.
        if (_state.WantsWork && _requested < _state.Sequence) Request();
        if (_ticking || !_engine.HasWork) return;
        _ticking = true;
        Self.Tell(DecodeTick.Instance);
    }

    private void Decode()
    {
        _ticking = false;
        Guarded(() =>
        {
            for (var step = 0; step < _settings.StepsPerTick && _engine.HasWork; step++)
                foreach (var group in _engine.Step()) Score(group);
        });
        Begin();
    }

    /// <summary>The coordinator learns why its lease comes back; what becomes of the actor is its supervisor's business.</summary>
    private void Guarded(Action generate)
    {
        using var work = Busy("generates");
        try
        {
            generate();
        }
        catch (Exception error)
        {
            foreach (var lease in _state.Groups.Values.Where(g => g.Phase == HeldPhase.Generating).Select(g => g.Lease).Distinct())
                _peers.Coordinator.Tell(new ReportLeaseFailed(_state.Worker, lease, $"{error.GetType().Name}: {error.Message}"), Self);
            throw;
        }
    }

    private WorkPulses.Scope Busy(string doing) => _pulses.Begin(new WorkInHand(_state.Worker, RoleKind.Rollout, doing, _time, _time.GetTimestamp()));

    /// <summary>Says again what the coordinator may have missed.</summary>
    private void Report(bool newCoordinator)
    {
        if (_snapshot is null) _peers.Weights.Tell(new WeightsProtocol.Subscribe(Self), Self);
        (_state, var overdue) = _state.Wait(newCoordinator);
        foreach (var group in overdue) _peers.Coordinator.Tell(new DeliverGroup(group.Scored!, TimeSpan.Zero, group.Weights.Epoch) { Trace = group.Trace }, Self);
        Request();
        TakeLeave();
    }

    private void Request()
    {
        var sequence = _state.WantsWork ? _state.Sequence : 0;
        _requested = Math.Max(_requested, sequence);
        _peers.Coordinator.Tell(new RequestWork(_state.Worker, sequence, _state.Held), Self);
    }

    private sealed record DecodeTick
    {
        public static DecodeTick Instance { get; } = new();
    }

    private sealed record Resend
    {
        public static Resend Instance { get; } = new();
    }
}
