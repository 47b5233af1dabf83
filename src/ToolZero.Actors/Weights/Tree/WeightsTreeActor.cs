using Akka.Actor;
using Akka.Event;
using static ToolZero.Actors.Weights.Tree.WeightsTreeProtocol;

namespace ToolZero.Actors.Weights.Tree;

/// <summary>Assigns to every node whom it fetches weights from, heals the tree, and knows what every node has. With the coordinator.</summary>
public sealed class WeightsTreeActor : ReceiveActor, IWithTimers
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly TimeProvider _time;
    private readonly TimeSpan _period;
    private WeightsTreeState _state;

    public WeightsTreeActor(WeightsSettings settings, TimeProvider time)
    {
        (_time, _period, _state) = (time, settings.Period, new WeightsTreeState(settings, time.GetUtcNow()));
        Receive<Attach>(attach =>
        {
            Context.Watch(attach.Follower);
            Enter(_state.Attached(attach, _time.GetUtcNow()));
            if (_state.AssignmentOf(attach.Node) is { } assigned) attach.Follower.Tell(assigned);
        });
        Receive<AttachSource>(attach =>
        {
            Context.Watch(attach.Source);
            Enter(_state.SourceAttached(attach, _time.GetUtcNow()));
        });
        Receive<ParentLost>(lost =>
        {
            _log.Warning("{0} cannot fetch weights from {1}: {2}", lost.Node, lost.Parent.Length == 0 ? "the source" : lost.Parent, lost.Reason);
            Enter(_state.ParentLost(lost.Node, lost.Parent));
        });
        Receive<GetWeights>(_ => Sender.Tell(_state.View));
        Receive<Terminated>(gone => Enter(_state.Gone(gone.ActorRef)));
        Receive<Tick>(_ => Enter(_state.At(_time.GetUtcNow())));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(WeightsSettings settings, TimeProvider time) => Akka.Actor.Props.Create(() => new WeightsTreeActor(settings, time));

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, _period);

    /// <summary>Those who have another parent now hear of it at once; the others with their next greeting.</summary>
    private void Enter(WeightsTreeState state)
    {
        var before = _state;
        _state = state;
        if (state.Tree is null || ReferenceEquals(before.Tree, state.Tree)) return;
        foreach (var (node, parent) in state.Tree.Parents)
        {
            if (before.Tree?.Parents.GetValueOrDefault(node) != parent && state.AssignmentOf(node) is { } assigned) state.Nodes[node].Follower.Tell(assigned);
        }
    }

    private sealed record Tick
    {
        public static Tick Instance { get; } = new();
    }
}
