using Akka.Actor;
using Akka.Event;
using ToolZero.Actors.Hosting;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Node;

/// <summary>
/// Starts children and keeps them alive: a failed one is stopped and started anew after a backoff, with limits. Stopping instead of resuming in
/// place gives every incarnation a fresh mailbox and death watch its signal, which is how leases come back.
/// </summary>
public abstract class KeeperActor : ReceiveActor, IWithTimers
{
    private readonly Dictionary<string, Role> _roles = [];
    private readonly Dictionary<string, Exception> _causes = [];
    private readonly Dictionary<string, Action> _leaving = [];
    private readonly TimeProvider _time;

    protected KeeperActor(NodeState state, TimeProvider time)
    {
        (State, _time) = (state, time);
        Receive<Terminated>(gone => OnTerminated(gone.ActorRef.Path.Name));
        Receive<Restart>(restart =>
        {
            if (_roles.TryGetValue(restart.Name, out var role)) Start(role);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The children and how they are.</summary>
    protected NodeState State { get; private set; }

    protected ILoggingAdapter Log { get; } = Context.GetLogger();

    protected void Start(Role role)
    {
        _roles[role.Name] = role;
        State = State.Started(role.Name, role.Kind);
        Context.Watch(Context.ActorOf(role.Props(State.Roles[role.Name].FullName), role.Name));
        Tell(State.Roles[role.Name], "");
    }

    /// <summary>The child may end now, and does not come back.</summary>
    protected void LetGo(string name, string reason, Action ended)
    {
        if (Context.Child(name).IsNobody())
        {
            Timers.Cancel(name);
            Forget(name, reason);
            ended();
            return;
        }

        State = State.Draining(name);
        Tell(State.Roles[name], reason);
        _leaving[name] = () =>
        {
            Forget(name, reason);
            ended();
        };
    }

    /// <summary>Ends the child now.</summary>
    protected void Stop(string name, string reason, Action ended)
    {
        var child = Context.Child(name);
        LetGo(name, reason, ended);
        if (!child.IsNobody()) Context.Stop(child);
    }

    /// <summary>A child is beyond its limits, or its input is wrong (<paramref name="fault"/>), and the work cannot go on without it.</summary>
    protected abstract void OnGivenUp(string reason, DataException? fault);

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

    private void OnTerminated(string name)
    {
        _causes.Remove(name, out var cause);
        if (_leaving.Remove(name, out var left))
        {
            left();
            return;
        }

        var reason = cause is null ? "stopped" : $"{cause.GetType().Name}: {cause.Message}";
        if (DataFault(cause) is { } data)
        {
            // Wrong input stays wrong: no restart helps.
            OnGivenUp(data.Message, data);
            return;
        }

        Log.Error(cause, "{0} failed: {1}", name, reason);
        (State, var effect) = cause is FencedException ? State.Superseded(name, reason) : State.Failed(name, reason, _time.GetUtcNow());
        Tell(State.Roles[name], reason);
        switch (effect)
        {
            case NodeEffect.RestartAfter restart:
                Timers.StartSingleTimer(name, new Restart(name), restart.Wait);
                break;
            case NodeEffect.GiveUp fail:
                OnGivenUp(fail.Reason, null);
                break;
            default:
                break;
        }
    }

    private void Forget(string name, string reason)
    {
        var status = State.Roles[name] with { Health = RoleHealth.Gone };
        _roles.Remove(name);
        State = State.Removed(name);
        Tell(status, reason);
    }

    /// <summary>The first data exception in the chain of causes.</summary>
    private static DataException? DataFault(Exception? cause)
    {
        while (cause is not (null or DataException)) cause = cause.InnerException;
        return cause as DataException;
    }

    private static void Tell(RoleStatus role, string reason) =>
        Context.System.EventStream.Publish(new RunEvent.WorkerChanged(role.FullName, role.Kind, role.Health, role.Incarnation, reason));

    private sealed record Restart(string Name);
}
