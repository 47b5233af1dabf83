using Akka.Actor;
using static ToolZero.Actors.Weights.WeightsProtocol;

namespace ToolZero.Actors.Weights;

/// <summary>Keeps the newest policy and tells the receivers of it.</summary>
public sealed class WeightsPublisherActor : ReceiveActor
{
    private WeightsState _state = WeightsState.Empty;
    private bool _isWithdrawn;

    public WeightsPublisherActor()
    {
        var subscribers = new Subscribers(Context);
        Receive<Publish>(publish =>
        {
            _isWithdrawn = false;
            (_state, var superseded) = _state.Offer(publish.Snapshot);
            if (!ReferenceEquals(superseded, publish.Snapshot)) subscribers.Tell(publish.Snapshot);
            superseded?.Release();
        });
        Receive<Withdraw>(_ =>
        {
            _isWithdrawn = true;
            _state.Newest?.Release();
            _state = WeightsState.Empty;
            subscribers.Tell(Withdrawn.Instance);
        });
        Receive<Subscribe>(subscribe =>
        {
            subscribers.Add(subscribe, _state.Newest);
            if (_isWithdrawn) subscribe.Subscriber.Tell(Withdrawn.Instance);
        });
        Receive<Terminated>(gone => subscribers.Remove(gone.ActorRef));
    }

    public static Props Props() => Akka.Actor.Props.Create(() => new WeightsPublisherActor());

    protected override void PostStop()
    {
        _state.Newest?.Release();
        base.PostStop();
    }
}
