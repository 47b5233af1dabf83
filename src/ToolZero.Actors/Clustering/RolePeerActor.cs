using Akka.Actor;
using Akka.Cluster;

namespace ToolZero.Actors.Clustering;

/// <summary>Hands messages on to one actor of the oldest reachable node that has a role; while there is none they are dropped, and their senders repeat them.</summary>
internal sealed class RolePeerActor : ReceiveActor
{
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private ActorSelection? _peer;

    /// <param name="role">Role of the node.</param>
    /// <param name="path">Path of the actor on it, such as <c>/user/node/weights</c>.</param>
    public RolePeerActor(string role, string path)
    {
        Receive<ClusterEvent.IClusterDomainEvent>(_ => Look(role, path));
        ReceiveAny(message => _peer?.Tell(message, Sender));
    }

    public static Props Props(string role, string path) => Akka.Actor.Props.Create(() => new RolePeerActor(role, path));

    protected override void PreStart() => _cluster.Subscribe(
        Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    private void Look(string role, string path)
    {
        var state = _cluster.State;
        var oldest = state.Members
            .Where(m => m.HasRole(role) && m.Status is MemberStatus.Up or MemberStatus.WeaklyUp && !state.Unreachable.Contains(m))
            .Order(Comparer<Member>.Create((a, b) => a.IsOlderThan(b) ? -1 : b.IsOlderThan(a) ? 1 : 0))
            .FirstOrDefault();
        _peer = oldest is null ? null : Context.System.ActorSelection(oldest.Address + path);
    }
}
