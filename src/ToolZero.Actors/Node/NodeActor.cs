using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Core.Data;
using static ToolZero.Actors.Node.NodeProtocol;

namespace ToolZero.Actors.Node;

/// <summary>
/// Starts the roles of this machine and keeps them alive: a failed child is stopped and started anew after a backoff, with limits. Stopping
/// instead of resuming in place gives every incarnation a fresh mailbox and death watch its signal, which is how leases come back.
/// </summary>
public sealed class NodeActor : ReceiveActor, IWithTimers
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly ImmutableDictionary<string, Role> _roles;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, Exception> _causes = [];
    private NodeState _state;

    public NodeActor(ImmutableArray<Role> roles, SupervisionSettings supervision, TimeProvider time)
    {
        (_roles, _time, _state) = (roles.ToImmutableDictionary(r => r.Name), time, new NodeState(supervision));
        foreach (var role in roles) Start(role);

        Receive<Terminated>(gone => OnTerminated(gone.ActorRef.Path.Name));
        Receive<Restart>(restart => Start(_roles[restart.Name]));
        Receive<GetStatus>(_ => Sender.Tell(new NodeStatus([.. _state.Roles.Values])));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(ImmutableArray<Role> roles, SupervisionSettings supervision, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new NodeActor(roles, supervision, time));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(
        -1,
        -1,
        error =>
        {
            // While a failure is decided upon, the sender is the failed child.
            _causes[Sender.Path.Name] = error;
            return Directive.Stop;
        },
        loggingEnabled: false);

    private void Start(Role role)
    {
        _state = _state.Started(role.Name, role.Kind);
        Context.Watch(Context.ActorOf(role.Props(_state.Roles[role.Name].FullName), role.Name));
        Publish(role.Name, "");
    }

    private void OnTerminated(string name)
    {
        _causes.Remove(name, out var cause);
        var reason = cause is null ? "stopped" : $"{cause.GetType().Name}: {cause.Message}";
        if (DataFault(cause) is { } data)
        {
            // Wrong input stays wrong: no restart helps.
            FailRun(data.Message, isDataFault: true);
            return;
        }

        _log.Error(cause, "{0} failed: {1}", name, reason);
        (_state, var effect) = _state.Failed(name, reason, _time.GetUtcNow());
        Publish(name, reason);
        switch (effect)
        {
            case NodeEffect.RestartAfter restart:
                Timers.StartSingleTimer(name, new Restart(name), restart.Wait);
                break;
            case NodeEffect.FailRun fail:
                FailRun(fail.Reason);
                break;
            default:
                break;
        }
    }

    /// <summary>The first data exception in the chain of causes.</summary>
    private static DataException? DataFault(Exception? cause)
    {
        while (cause is not (null or DataException)) cause = cause.InnerException;
        return cause as DataException;
    }

    private static void FailRun(string reason, bool isDataFault = false) =>
        Context.System.EventStream.Publish(new RunEvent.PhaseChanged(RunPhase.Failed, reason) { IsDataFault = isDataFault });

    private void Publish(string name, string reason)
    {
        var role = _state.Roles[name];
        Context.System.EventStream.Publish(new RunEvent.WorkerChanged(role.FullName, role.Kind, role.Health, role.Incarnation, reason));
    }

    private sealed record Restart(string Name);
}
