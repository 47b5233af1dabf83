using Akka.Actor;
using static ToolZero.Actors.Weights.WeightsProtocol;

namespace ToolZero.Actors.Weights;

/// <summary>A node's copy of the newest policy, handed to its rollout actors.</summary>
public sealed class WeightsReceiverActor : ReceiveActor, IWithTimers
{
    private readonly Subscribers _subscribers = new(Context);
    private readonly ICanTell _publisher;
    private readonly TimeSpan _renewal;
    private WeightsState _state = WeightsState.Empty;

    public WeightsReceiverActor(ICanTell publisher, TimeSpan renewal)
    {
        (_publisher, _renewal) = (publisher, renewal);
        Receive<Available>(OnAvailable);
        Receive<Subscribe>(subscribe => _subscribers.Add(subscribe, _state.Newest));
        Receive<Terminated>(gone => _subscribers.Remove(gone.ActorRef));
        Receive<Renew>(_ => _publisher.Tell(new Subscribe(Self), Self));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="publisher">Where the weights come from, in the same process.</param>
    /// <param name="renewal">The subscription is renewed this often, so that a restarted publisher knows its receivers again.</param>
    public static Props Props(ICanTell publisher, TimeSpan renewal) => Akka.Actor.Props.Create(() => new WeightsReceiverActor(publisher, renewal));

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
