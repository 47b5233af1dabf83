using Akka.Actor;
using Akka.Event;
using ToolZero.Actors.Weights.Tree;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Weights.TransferProtocol;
using static ToolZero.Actors.Weights.WeightsProtocol;

namespace ToolZero.Actors.Weights;

/// <summary>
/// Where the learner is: makes every published version ready for other processes and serves it. Hashing and encoding have a thread of their
/// own; when they fall behind, the versions in between are left out. Without a follower nothing is done at all. It is in the tree while its
/// learner is in charge, and not before.
/// </summary>
public sealed class WeightsSourceActor : ReceiveActor, IWithTimers, IDisposable
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly WeightsSettings _settings;
    private readonly WeightsPlace _place;
    private readonly ICanTell _publisher;
    private readonly WeightsServing _serving;
    private PolicySnapshot? _waiting;
    private WeightsKey? _encoding;
    private int _sinceFull;
    private bool _isInCharge;
    private SourceReport _report = new(null, "", 0, 0, 1, TimeSpan.Zero, TimeSpan.Zero, 0);

    public WeightsSourceActor(WeightsSettings settings, WeightsPlace place, ICanTell publisher)
    {
        (_settings, _place, _publisher) = (settings, place, publisher);
        _serving = new WeightsServing(settings, place.Lane, place.Time);
        Receive<Available>(OnAvailable);
        Receive<Withdrawn>(_ => _isInCharge = false);
        Receive<Follow>(follow =>
        {
            if (_serving.Greeted(follow)) Context.Watch(follow.Follower);
            Encode();
        });
        Receive<Unfollow>(unfollow => _serving.Left(unfollow.Follower));
        Receive<Terminated>(gone => _serving.Left(gone.ActorRef));
        Receive<Encoded>(OnEncoded);
        Receive<Renew>(_ => OnRenew());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="settings">How weights travel.</param>
    /// <param name="place">Where this node is.</param>
    /// <param name="publisher">The publisher of this process.</param>
    public static Props Props(WeightsSettings settings, WeightsPlace place, ICanTell publisher) =>
        Akka.Actor.Props.Create(() => new WeightsSourceActor(settings, place, publisher));

    public void Dispose() => _serving.Dispose();

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Renew), Renew.Instance, TimeSpan.Zero, _settings.Period);

    protected override void PostStop()
    {
        Dispose();
        _waiting?.Release();
        base.PostStop();
    }

    private void OnRenew()
    {
        _serving.Lapse();
        _publisher.Tell(new Subscribe(Self), Self);
        if (_isInCharge) Attach();
    }

    private void Attach() => _place.Tree.Tell(new WeightsTreeProtocol.AttachSource(_place.Node, Self, _report with { Followers = _serving.Followers }), Self);

    private void OnAvailable(Available message)
    {
        if (!_isInCharge)
        {
            _isInCharge = true;
            Attach();
        }

        // The publisher repeats its newest with every renewal: what is being encoded must not come again, or it becomes a step from itself.
        var newest = _waiting?.Key ?? _encoding ?? _serving.Shelf.Newest?.Key;
        if (message.Snapshot.Key <= newest || !message.Snapshot.TryAcquire()) return;
        _waiting?.Release();
        _waiting = message.Snapshot;
        Encode();
    }

    private void Encode()
    {
        if (_encoding is not null || _waiting is not { } snapshot || _serving.Followers == 0) return;
        (_encoding, _waiting) = (snapshot.Key, null);
        var whole = _serving.Shelf.Newest is null || (_settings.FullEvery > 0 && _sinceFull + 1 >= _settings.FullEvery);
        var before = !whole && _serving.Shelf.Newest is { } newest && newest.TryAcquire() ? newest : null;
        // The shelf takes the result over on that thread: nothing is owned by a message that might find this actor gone.
        Background.Run(() =>
        {
            try
            {
                var made = Publication.Of(snapshot, before, _settings, _place.Time);
                _serving.Shelf.Put(made.Weights, made.Delta is null ? [] : [made.Delta]);
                return made;
            }
            finally
            {
                before?.Release();
            }
        }).PipeTo(Self, success: made => new Encoded(snapshot.Key.ToString(), made, null), failure: error => new Encoded(snapshot.Key.ToString(), null, error));
    }

    private void OnEncoded(Encoded encoded)
    {
        _encoding = null;
        if (encoded.Made is { } made)
        {
            _sinceFull = made.Delta is null ? 0 : _sinceFull + 1;
            var (manifest, delta) = (made.Weights.Manifest, made.Delta?.Manifest);
            _report = new SourceReport(manifest.Key, manifest.Sha256, manifest.Bytes, delta?.Bytes ?? 0, delta?.Density ?? 1, made.Hashing, made.Encoding, 0);
            _serving.Announce();
        }
        else
        {
            _log.Error(encoded.Error, "{0} cannot be given to other nodes: {1}", encoded.Version, encoded.Error?.Message);
        }

        Encode();
    }

    private sealed record Encoded(string Version, Publication? Made, Exception? Error);

    private sealed record Renew
    {
        public static Renew Instance { get; } = new();
    }
}
