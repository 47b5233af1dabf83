using Akka.Actor;
using static ToolZero.Actors.Weights.WeightsProtocol;

namespace ToolZero.Actors.Weights;

/// <summary>Keeps the newest policy and tells the receivers of it.</summary>
public sealed class WeightsPublisherActor : ReceiveActor
{
    private readonly HashSet<IActorRef> _subscribers = [];
    private WeightsState _state = WeightsState.Empty;

    public WeightsPublisherActor()
    {
        Receive<Publish>(publish =>
        {
            (_state, var superseded) = _state.Offer(publish.Snapshot);
            if (!ReferenceEquals(superseded, publish.Snapshot))
                foreach (var subscriber in _subscribers) subscriber.Tell(new Available(publish.Snapshot));
            superseded?.Release();
        });
        Receive<Subscribe>(subscribe =>
        {
            if (_subscribers.Add(subscribe.Subscriber)) Context.Watch(subscribe.Subscriber);
            if (_state.Newest is { } newest) subscribe.Subscriber.Tell(new Available(newest));
        });
        Receive<Terminated>(gone => { _subscribers.Remove(gone.ActorRef); });
    }

    public static Props Props() => Akka.Actor.Props.Create(() => new WeightsPublisherActor());

    protected override void PostStop()
    {
        _state.Newest?.Release();
        base.PostStop();
    }
}
