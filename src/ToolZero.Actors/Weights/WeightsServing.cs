using Akka.Actor;
using ToolZero.Actors.Weights.Lane;
using static ToolZero.Actors.Weights.TransferProtocol;

namespace ToolZero.Actors.Weights;

/// <summary>The giving half of a node, the same at the source and at a relay: shelf, lane, and who follows. Used by the actor that owns it.</summary>
internal sealed class WeightsServing : IDisposable
{
    private readonly Dictionary<IActorRef, long> _followers = [];
    private readonly WeightsSettings _settings;
    private readonly TimeProvider _time;
    private readonly LaneServer _lane;

    public WeightsServing(WeightsSettings settings, LanePlace place, TimeProvider time)
    {
        (_settings, _time) = (settings, time);
        Shelf = new PayloadShelf(settings.Keep, settings.KeepBytes);
        _lane = new LaneServer(place, settings.MostPeers, Shelf.Find, settings.Stall);
    }

    public PayloadShelf Shelf { get; }

    /// <summary>Nodes that follow now.</summary>
    public int Followers => _followers.Count;

    /// <summary>A greeting of a follower, which is offered what it does not have. False when there are too many.</summary>
    public bool Greeted(Follow follow)
    {
        if (!_followers.ContainsKey(follow.Follower) && _followers.Count >= _settings.MostPeers) return false;
        _followers[follow.Follower] = _time.GetTimestamp();
        if (Content is { } offer && !(offer.Full.Key <= follow.Holds)) follow.Follower.Tell(offer);
        return true;
    }

    public void Left(IActorRef follower) => _followers.Remove(follower);

    /// <summary>Forgets who has not greeted for too long.</summary>
    public void Lapse()
    {
        foreach (var (follower, heard) in _followers.ToList())
            if (_time.GetElapsedTime(heard) > _settings.Lapse) _followers.Remove(follower);
    }

    /// <summary>Offers the newest weights to all who follow.</summary>
    public void Announce()
    {
        if (Content is not { } offer) return;
        foreach (var follower in _followers.Keys) follower.Tell(offer);
    }

    public void Dispose()
    {
        _lane.Dispose();
        Shelf.Dispose();
    }

    private Offer? Content => Shelf.Content is var (full, deltas) ? new Offer(_lane.Address, full, deltas) : null;
}
