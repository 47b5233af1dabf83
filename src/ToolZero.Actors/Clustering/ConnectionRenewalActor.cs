using Akka.Actor;
using Akka.Event;
using Akka.Remote;
using ToolZero.Actors.Wire.Sealing;

namespace ToolZero.Actors.Clustering;

/// <summary>
/// When a connection that another system made ends, ends the own one to it as well, so that both make new ones. Two systems that call each other at once have two
/// connections, and Akka.Remote hears a system only on the one that it made. If that one ends, because its handshake took too long at the caller though this side
/// had taken it, the caller writes on the other one from then on, where this side does not listen: the two would not hear each other again, and the cluster would
/// take out both (docs/decisions/0010).
/// </summary>
internal sealed class ConnectionRenewalActor : ReceiveActor
{
    /// <summary>The other side answers an ended connection by ending its own; that must not end the new one. Shorter than a handshake may take.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<Address, long> _ended = [];

    public ConnectionRenewalActor(TimeProvider time) => Receive<DisassociatedEvent>(lost =>
    {
        if (!lost.IsInbound) return;
        foreach (var settled in _ended.Where(e => time.GetElapsedTime(e.Value) > Settling).Select(e => e.Key).ToList()) _ended.Remove(settled);
        if (_ended.ContainsKey(lost.RemoteAddress) || !OutboundConnections.Of(Context.System).End(lost.RemoteAddress)) return;
        _ended[lost.RemoteAddress] = time.GetTimestamp();
        _log.Info("the connection from {0} has ended: the one to it is made anew", lost.RemoteAddress);
    });

    public static Props Props(TimeProvider time) => Akka.Actor.Props.Create(() => new ConnectionRenewalActor(time));

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
}
