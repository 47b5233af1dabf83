using System.Collections.Immutable;
using Akka.Actor;
using static ToolZero.Actors.Weights.WeightsProtocol;

namespace ToolZero.Actors.Weights;

/// <summary>A node's copy of the newest policy, handed to its rollout actors.</summary>
public sealed class WeightsReceiverActor : ReceiveActor, IWithTimers
{
    private readonly Subscribers _subscribers = new(Context);
    private readonly ImmutableArray<ICanTell> _publishers;
    private readonly TimeSpan _renewal;
    private WeightsState _state = WeightsState.Empty;

    public WeightsReceiverActor(ImmutableArray<ICanTell> publishers, TimeSpan renewal)
    {
        (_publishers, _renewal) = (publishers, renewal);
        Receive<Available>(OnAvailable);
        Receive<Subscribe>(subscribe => _subscribers.Add(subscribe, _state.Newest));
        Receive<Terminated>(gone => _subscribers.Remove(gone.ActorRef));
        Receive<Withdrawn>(_ => { });
        Receive<Renew>(_ =>
        {
            foreach (var publisher in _publishers) publisher.Tell(new Subscribe(Self), Self);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="publishers">Where the weights come from, in the same process; the newest are taken.</param>
    /// <param name="renewal">The subscription is renewed this often, so that a restarted publisher knows its receivers again.</param>
    public static Props Props(ImmutableArray<ICanTell> publishers, TimeSpan renewal) => Akka.Actor.Props.Create(() => new WeightsReceiverActor(publishers, renewal));

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Renew), Renew.Instance, TimeSpan.Zero, _renewal);

    protected override void PostStop()
    {
        _state.Newest?.Release();
        base.PostStop();
    }

    private void OnAvailable(Available message)
    {
        if (message.Snapshot.Key <= _state.Newest?.Key || !message.Snapshot.TryAcquire()) return;
        (_state, var superseded) = _state.Offer(message.Snapshot);
        _subscribers.Tell(message.Snapshot);
        superseded?.Release();
    }

    private sealed record Renew
    {
        public static Renew Instance { get; } = new();
    }
}
