using Akka.Actor;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Coordinator.CoordinatorProtocol;

namespace ToolZero.Bench.Cluster;

/// <summary>Groups that workers know to be in the ledger.</summary>
internal sealed class AcknowledgedCount
{
    private long _count;

    public long Value => Interlocked.Read(ref _count);

    public void Add() => Interlocked.Increment(ref _count);
}

/// <summary>A rollout worker that samples in no time: it keeps the protocol, with its repetitions, and delivers what it is leased at once.</summary>
internal sealed class SimulatedWorker : UntypedActor, IWithTimers
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Periods after which a group that is not acknowledged is delivered again.</summary>
    private const int ResendAfter = 5;

    private readonly string _name;
    private readonly ICanTell _coordinator;
    private readonly SyntheticGroups _groups;
    private readonly AcknowledgedCount _acknowledged;
    private readonly Dictionary<GroupId, DeliverGroup> _delivered = [];
    private long _sequence;
    private long _periods;

    public SimulatedWorker(string name, ICanTell coordinator, SyntheticGroups groups, AcknowledgedCount acknowledged) =>
        (_name, _coordinator, _groups, _acknowledged) = (name, coordinator, groups, acknowledged);

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Repeat), Repeat.Instance, Period);
        Request();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Lease lease when lease.Sequence > _sequence:
                _sequence = lease.Sequence;
                foreach (var group in lease.Groups) Deliver(group.Id, lease.Weights);
                Request();
                break;
            case Acknowledged acknowledged when _delivered.Remove(acknowledged.Id):
                _acknowledged.Add();
                break;
            case Repeat:
                if (++_periods % ResendAfter == 0)
                    foreach (var delivery in _delivered.Values) _coordinator.Tell(delivery, Self);
                Request();
                break;
        }
    }

    private void Deliver(GroupId id, WeightsKey weights)
    {
        var delivery = new DeliverGroup(_groups.Make(id.Value, new PolicyVersion(weights.Version), _name), TimeSpan.Zero, weights.Epoch);
        _delivered[id] = delivery;
        _coordinator.Tell(delivery, Self);
    }

    private void Request() => _coordinator.Tell(new RequestWork(_name, _sequence + 1, []), Self);

    private sealed record Repeat
    {
        public static Repeat Instance { get; } = new();
    }
}
