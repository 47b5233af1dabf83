using Akka.Actor;
using Akka.Cluster;
using ToolZero.Actors.Hosting;

namespace ToolZero.Actors.Clustering;

/// <summary>
/// Tells the run what happens on its node. Where the run itself may be, it says instead how the nodes are: there its events are heard anyway.
/// </summary>
internal sealed class NodeEventsActor : ReceiveActor
{
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly bool _isCoordinator;

    public NodeEventsActor(ICanTell run, bool isCoordinator)
    {
        _isCoordinator = isCoordinator;
        Receive<RunEvent>(runEvent => run.Tell(runEvent, Self));
        Receive<ClusterEvent.MemberUp>(up => Tell(up.Member, NodeHealth.Up));
        Receive<ClusterEvent.MemberRemoved>(gone => Tell(gone.Member, NodeHealth.Gone));
        Receive<ClusterEvent.UnreachableMember>(gone => Tell(gone.Member, NodeHealth.Unreachable));
        Receive<ClusterEvent.ReachableMember>(back => Tell(back.Member, NodeHealth.Up));
        Receive<ClusterEvent.IMemberEvent>(_ => { });
    }

    public static Props Props(ICanTell run, bool isCoordinator) => Akka.Actor.Props.Create(() => new NodeEventsActor(run, isCoordinator));

    protected override void PreStart()
    {
        if (_isCoordinator)
        {
            _cluster.Subscribe(
                Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));
        }
        else
        {
            Context.System.EventStream.Subscribe(Self, typeof(RunEvent.WorkerChanged));
            Context.System.EventStream.Subscribe(Self, typeof(RunEvent.Notice));
        }
    }

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    private static void Tell(Member member, NodeHealth health) => Context.System.EventStream.Publish(
        new RunEvent.NodeChanged(member.NodeName(), member.Address.ToString(), [.. member.WorkRoles().Order(StringComparer.Ordinal)], health));
}
