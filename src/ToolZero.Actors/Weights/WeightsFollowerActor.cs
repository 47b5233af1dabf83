using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using ToolZero.Actors.Weights.Tree;
using ToolZero.Model.Weights.Transfer;
using static TorchSharp.torch;
using static ToolZero.Actors.Weights.TransferProtocol;
using static ToolZero.Actors.Weights.Tree.WeightsTreeProtocol;
using static ToolZero.Actors.Weights.WeightsProtocol;

namespace ToolZero.Actors.Weights;

/// <summary>
/// The publisher of a process that has no learner: fetches every new version from its parent in the tree, tells the subscribers of its own
/// process once it is verified, and serves it to the nodes below. Beside a learner it does so only while that one is not in charge.
/// </summary>
public sealed class WeightsFollowerActor : ReceiveActor, IWithTimers, IDisposable
{
    // Workers of one node whose swaps are told of.
    private const int MostSwaps = 64;

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stop = new();
    private readonly WeightsSettings _settings;
    private readonly WeightsPlace _place;
    private readonly WeightsModel _model;
    private readonly Device _device;
    private readonly ICanTell? _learner;
    private readonly Subscribers _subscribers = new(Context);
    private readonly WeightsServing _serving;
    private readonly FetchProgress _progress;
    private FollowerState _state;
    private TransferReport _report = TransferReport.Empty;
    private bool _isAsleep;

    public WeightsFollowerActor(WeightsSettings settings, WeightsPlace place, WeightsModel model, Device device, ICanTell? learner)
    {
        (_settings, _place, _model, _device, _state) = (settings, place, model, device, new FollowerState(settings.Period));
        (_learner, _isAsleep) = (learner, learner is not null);
        _serving = new WeightsServing(settings, place.Lane, place.Time);
        _progress = new FetchProgress(model, settings.Credits);
        Receive<Available>(_ => Sleep());
        Receive<Withdrawn>(_ => _isAsleep = false);
        Receive<Assigned>(assigned =>
        {
            if (!_isAsleep) Apply(_state.Assign(assigned.Peers));
        });
        Receive<Offer>(offer => Apply(_state.Offered(offer, Sender)));
        Receive<Ended>(OnEnded);
        Receive<Retry>(_ => Apply(_state.Retry()));
        Receive<Subscribe>(subscribe => _subscribers.Add(subscribe, _serving.Shelf.Newest?.Snapshot));
        Receive<Terminated>(gone =>
        {
            _subscribers.Remove(gone.ActorRef);
            _serving.Left(gone.ActorRef);
            Apply(_state.Gone(gone.ActorRef));
        });
        Receive<Follow>(follow =>
        {
            if (_serving.Greeted(follow)) Context.Watch(follow.Follower);
        });
        Receive<Unfollow>(unfollow => _serving.Left(unfollow.Follower));
        Receive<Swapped>(OnSwapped);
        Receive<Renew>(_ => OnRenew());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="settings">How weights travel.</param>
    /// <param name="place">Where this node is.</param>
    /// <param name="model">What the weights must be like.</param>
    /// <param name="device">Where its workers compute; weights are fetched and kept on the CPU.</param>
    /// <param name="learner">The publisher of the learner of this process; null = there is none.</param>
    public static Props Props(WeightsSettings settings, WeightsPlace place, WeightsModel model, Device device, ICanTell? learner = null) =>
        Akka.Actor.Props.Create(() => new WeightsFollowerActor(settings, place, model, device, learner));

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(Swapped));
        Timers.StartPeriodicTimer(nameof(Renew), Renew.Instance, TimeSpan.Zero, _settings.Period);
    }

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        _stop.Cancel();
        Dispose();
        // What a fetch that is under way writes into is left to it.
        if (_state.FetchingFrom is null) _progress.Dispose();
        base.PostStop();
    }

    public void Dispose()
    {
        _stop.Dispose();
        _serving.Dispose();
    }

    /// <summary>The learner of this process is in charge: nothing is to be fetched.</summary>
    private void Sleep()
    {
        if (_isAsleep) return;
        _isAsleep = true;
        Apply(_state.Rest());
    }

    private void OnRenew()
    {
        _serving.Lapse();
        _learner?.Tell(new Subscribe(Self), Self);
        if (_isAsleep) return;
        Apply(_state.Renew());
        _place.Tree.Tell(new Attach(_place.Node, Self, _state.Followed?.Name, _report with { Followers = _serving.Followers }), Self);
    }

    private void Apply((FollowerState State, ImmutableArray<FollowerEffect> Effects) decision)
    {
        _state = decision.State;
        foreach (var effect in decision.Effects) Execute(effect);
    }

    private void Execute(FollowerEffect effect)
    {
        switch (effect)
        {
            case FollowerEffect.Greet greet:
                Context.Watch(greet.Peer.Actor);
                greet.Peer.Actor.Tell(new Follow(Self, _state.Holds));
                break;
            case FollowerEffect.Leave leave:
                Context.Unwatch(leave.Peer.Actor);
                leave.Peer.Actor.Tell(new Unfollow(Self));
                break;
            case FollowerEffect.StartFetch start:
                Start(start.Plan, start.Offer);
                break;
            case FollowerEffect.RetryAfter retry:
                Timers.StartSingleTimer(nameof(Retry), Retry.Instance, retry.Wait);
                break;
            case FollowerEffect.ReportLost lost:
                _place.Tree.Tell(new ParentLost(_place.Node, lost.Parent, lost.Reason), Self);
                break;
        }
    }

    /// <summary>The shelf takes the weights over on the thread of the fetch: no message owns them that might find this actor gone.</summary>
    private void Start(FetchPlan plan, Offer offer)
    {
        var current = _serving.Shelf.Newest is { } newest && newest.TryAcquire() ? newest : null;
        var fetch = new Fetch(plan, offer.Lane, current?.Image.Weights, _progress, _settings, _place.Lane.Security, _place.Time);
        var token = _stop.Token;
        Background.Run(() =>
        {
            try
            {
                var result = fetch.Run(token);
                if (result is FetchResult.Fetched fetched) _serving.Shelf.Put(ServedWeights.Received(fetched.Weights, plan.Target, _model, _device), fetched.Deltas);
                return new Ended(plan, result, _progress.Counts);
            }
            finally
            {
                current?.Release();
                if (token.IsCancellationRequested) _progress.Dispose();
            }
        }).PipeTo(Self, failure: error => new Ended(plan, new FetchResult.Failed(FetchFault.Broken, error.ToString()), _report.Frames));
    }

    private void OnEnded(Ended ended)
    {
        _report = _report with { Frames = ended.Frames };
        switch (ended.Result)
        {
            case FetchResult.Fetched fetched:
                _report = Report(ended.Plan, fetched.Figures);
                Apply(_state.Fetched(ended.Plan));
                _subscribers.Tell(_serving.Shelf.Newest!.Snapshot);
                _serving.Announce();
                break;
            case FetchResult.Failed failed:
                _log.Warning("{0} could not be fetched: {1}", ended.Plan.Target.Key, failed.Reason);
                _report = _report with { Failures = _report.Failures + 1, LastFault = $"{failed.Fault}: {failed.Reason}" };
                Apply(_state.Failed(ended.Plan, failed.Fault, failed.Reason));
                break;
        }
    }

    private TransferReport Report(FetchPlan plan, FetchFigures figures) => _report with
    {
        Holds = plan.Target.Key,
        Sha256 = plan.Target.Sha256,
        WasFull = plan.IsFull,
        Bytes = plan.Bytes,
        FullBytes = plan.Target.Bytes,
        Density = plan.IsFull ? 1 : plan.Deltas.LastOrDefault()?.Density ?? 0,
        Receiving = figures.Receiving,
        Verifying = figures.Verifying,
        Fetches = _report.Fetches + 1,
    };

    private void OnSwapped(Swapped swapped)
    {
        var others = _report.Swaps.RemoveAll(s => s.Worker == swapped.Worker);
        if (others.Length >= MostSwaps) others = others.RemoveAt(0);
        _report = _report with { Swaps = others.Add(new SwapReport(swapped.Worker, swapped.Key, swapped.Pause)) };
    }

    private sealed record Ended(FetchPlan Plan, FetchResult Result, FrameCounts Frames);

    private sealed record Retry
    {
        public static Retry Instance { get; } = new();
    }

    private sealed record Renew
    {
        public static Renew Instance { get; } = new();
    }
}
