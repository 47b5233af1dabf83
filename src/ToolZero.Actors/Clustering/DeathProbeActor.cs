using System.Collections.Immutable;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using Akka.Remote;

namespace ToolZero.Actors.Clustering;

/// <summary>
/// Looks at once whether a member is dead when its connection breaks, instead of waiting for missing heartbeats: a killed process is out of the
/// cluster in about a second, and its leases go to others.
/// </summary>
internal sealed class DeathProbeActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly ProvenDeaths _deaths = ProvenDeaths.Of(Context.System.EventStream);
    private DeathProbeState _state = new();

    public DeathProbeActor(TimeProvider time)
    {
        Receive<AssociationEvent>(lost => Suspect(lost.RemoteAddress));
        Receive<ClusterEvent.UnreachableMember>(lost => Suspect(lost.Member.Address));
        Receive<ClusterEvent.CurrentClusterState>(_ => { });
        Receive<Probe>(_ => OnProbe(time));
        Receive<Seen>(seen =>
        {
            _state = seen.IsRefused ? _state.Refused(seen.Address) : _state.Cleared(seen.Address);
            TakeOut();
            if (_state.Suspects.Any()) Timers.StartSingleTimer(nameof(Probe), Probe.Instance, Between);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(TimeProvider time) => Akka.Actor.Props.Create(() => new DeathProbeActor(time));

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
        Context.System.EventStream.Subscribe(Self, typeof(AssociationErrorEvent));
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.UnreachableMember));
    }

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        _cluster.Unsubscribe(Self);
    }

    private void Suspect(Address address)
    {
        if (!Others().Any(m => m.Address == address)) return;
        _state = _state.Suspected(address.ToString());
        Self.Tell(Probe.Instance);
    }

    private void OnProbe(TimeProvider time)
    {
        var members = Others().ToDictionary(m => m.Address.ToString(), m => m.Address);
        foreach (var suspect in _state.Suspects.ToList())
        {
            if (!members.TryGetValue(suspect, out var address)) _state = _state.Cleared(suspect);
            else Refuses(address, time).PipeTo(Self, success: refuses => new Seen(suspect, refuses));
        }
    }

    private void TakeOut()
    {
        var unreachable = _cluster.State.Unreachable;
        var others = Others().Select(m => new ProbedMember(m.Address.ToString(), IsHere(m.Address), !unreachable.Contains(m))).ToImmutableArray();
        foreach (var dead in _state.Dead(others))
        {
            _log.Warning("{0} refuses connections: its process is dead", dead);
            _deaths.Add(dead);
            _cluster.Down(Address.Parse(dead));
            _state = _state.Cleared(dead);
        }
    }

    private IEnumerable<Member> Others() => _cluster.State.Members.Where(m => !m.UniqueAddress.Equals(_cluster.SelfUniqueAddress) && m.Status != MemberStatus.Removed);

    private bool IsHere(Address address) => address.Host == _cluster.SelfAddress.Host || ClusterAddress.IsLoopback(address.Host ?? "");

    private static async Task<bool> Refuses(Address address, TimeProvider time)
    {
        using var timeout = new CancellationTokenSource(ConnectTimeout, time);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(address.Host!, address.Port!.Value, timeout.Token);
            return false;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode == SocketError.ConnectionRefused;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private sealed record Seen(string Address, bool IsRefused);

    private sealed record Probe
    {
        public static Probe Instance { get; } = new();
    }
}
