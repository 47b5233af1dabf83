using System.Collections.Immutable;
using Akka.Actor;
using ToolZero.Actors.Weights.Tree;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Weights.TransferProtocol;

namespace ToolZero.Actors.Weights;

/// <summary>What a follower has to do.</summary>
public abstract record FollowerEffect
{
    private FollowerEffect()
    {
    }

    /// <summary>Greet a peer.</summary>
    public sealed record Greet(WeightsPeer Peer) : FollowerEffect;

    /// <summary>Take leave of a peer.</summary>
    public sealed record Leave(WeightsPeer Peer) : FollowerEffect;

    public sealed record StartFetch(FetchPlan Plan, Offer Offer) : FollowerEffect;

    /// <summary>Come back to it after that time.</summary>
    public sealed record RetryAfter(TimeSpan Wait) : FollowerEffect;

    /// <summary>The tree should know that this parent is of no use.</summary>
    public sealed record ReportLost(string Parent, string Reason) : FollowerEffect;
}

/// <summary>
/// Whom a node follows and what it fetches next; pure. It follows its parent in the tree; when that one is gone or cannot serve, the next of
/// the peers it was given, until the tree assigns another. Weights in force are only ever replaced by newer ones that are verified.
/// </summary>
/// <param name="Period">Between two greetings.</param>
public sealed record FollowerState(TimeSpan Period)
{
    // Greetings that a peer may leave unanswered while this node has no weights at all.
    private const int MostSilence = 5;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>The parent first.</summary>
    public ImmutableArray<WeightsPeer> Peers { get; init; } = [];

    /// <summary>Whom it follows, as a place in <see cref="Peers"/>.</summary>
    public int Place { get; init; }

    /// <summary>The weights in force.</summary>
    public WeightsKey? Holds { get; init; }

    /// <summary>Hash of the weights in force, from which deltas may start.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The newest offer of the peer that is followed.</summary>
    public Offer? Offer { get; init; }

    /// <summary>From whom something is being fetched.</summary>
    public IActorRef? FetchingFrom { get; init; }

    public int Failures { get; init; }

    private bool WholeOnly { get; init; }

    private bool Pausing { get; init; }

    private int Silence { get; init; }

    public WeightsPeer? Followed => Place < Peers.Length ? Peers[Place] : null;

    /// <summary>The tree has spoken.</summary>
    public (FollowerState State, ImmutableArray<FollowerEffect> Effects) Assign(ImmutableArray<WeightsPeer> peers)
    {
        var followed = Followed;
        if (peers.IsEmpty || peers.SequenceEqual(Peers)) return (this, []);
        // The new parent may be the one that was followed in need already.
        if (Equals(followed, peers[0])) return (this with { Peers = peers, Place = 0 }, []);
        return (this with { Peers = peers }).Go(followed, 0);
    }

    /// <summary>Nobody is followed any more.</summary>
    public (FollowerState State, ImmutableArray<FollowerEffect> Effects) Rest() =>
        (this with { Peers = [], Place = 0, Offer = null, Silence = 0 }, Followed is { } followed ? [new FollowerEffect.Leave(followed)] : []);

    /// <summary>A greeting is due.</summary>
    public (FollowerState State, ImmutableArray<FollowerEffect> Effects) Renew()
    {
        if (Followed is not { } followed) return (this, []);
        if (Holds is not null || Offer is not null || FetchingFrom is not null) return (this with { Silence = 0 }, [new FollowerEffect.Greet(followed)]);
        return Silence >= MostSilence && Peers.Length > 1
            ? Go(followed, (Place + 1) % Peers.Length)
            : (this with { Silence = Silence + 1 }, [new FollowerEffect.Greet(followed)]);
    }

    public (FollowerState State, ImmutableArray<FollowerEffect> Effects) Offered(Offer offer, IActorRef from) =>
        from.Equals(Followed?.Actor) ? (this with { Offer = offer }).Begin() : (this, []);

    /// <summary>The pause after a failure is over.</summary>
    public (FollowerState State, ImmutableArray<FollowerEffect> Effects) Retry() =>
        Followed is { } followed ? (this with { Pausing = false }).Begin(new FollowerEffect.Greet(followed)) : (this with { Pausing = false }, []);

    /// <summary>The weights of a plan are in force.</summary>
    public (FollowerState State, ImmutableArray<FollowerEffect> Effects) Fetched(FetchPlan plan)
    {
        var state = this with { Holds = plan.Target.Key, Sha256 = plan.Target.Sha256, FetchingFrom = null, Failures = 0, WholeOnly = false };
        return Place == 0 ? state.Begin() : state.Go(Followed, 0);
    }

    /// <summary>A fetch failed; what was in force still is.</summary>
    public (FollowerState State, ImmutableArray<FollowerEffect> Effects) Failed(FetchPlan plan, FetchFault fault, string reason)
    {
        var from = FetchingFrom;
        var state = this with { FetchingFrom = null, Failures = Failures + 1 };
        if (Followed is not { } followed || !followed.Actor.Equals(from)) return state.Begin();
        switch (fault)
        {
            case FetchFault.Gone when Offer is { } newer && newer.Full.Key > plan.Target.Key:
                return state.Begin();
            case FetchFault.Gone:
                // Superseded while it was on its way here, as it happens to a node that starts. Only a peer that says so again is given time.
                state = state with { Offer = null };
                return Failures == 0 ? (state, [new FollowerEffect.Greet(followed)]) : state.Pause(new FollowerEffect.Greet(followed));
            case FetchFault.WrongHash when !plan.IsFull:
                return (state with { WholeOnly = true }).Begin();
            default:
                return state.Turn(followed, new FollowerEffect.ReportLost(followed.Name, reason));
        }
    }

    /// <summary>An actor has ended: what the tree finds out by itself.</summary>
    public (FollowerState State, ImmutableArray<FollowerEffect> Effects) Gone(IActorRef actor) =>
        Followed is { } followed && followed.Actor.Equals(actor) ? (this with { Failures = Failures + 1 }).Turn(followed) : (this, []);

    /// <summary>To the next peer, after a while when all of them have failed.</summary>
    private (FollowerState State, ImmutableArray<FollowerEffect> Effects) Turn(WeightsPeer followed, params ImmutableArray<FollowerEffect> first)
    {
        if (Peers.Length == 1) return (this with { Offer = null }).Pause(first);
        var (state, effects) = Go(followed, (Place + 1) % Peers.Length);
        return Failures < Peers.Length ? (state, [.. first, .. effects]) : state.Pause([.. first, .. effects]);
    }

    private (FollowerState State, ImmutableArray<FollowerEffect> Effects) Go(WeightsPeer? from, int place)
    {
        var state = this with { Place = place, Offer = null, Silence = 0 };
        ImmutableArray<FollowerEffect> effects = [new FollowerEffect.Greet(Peers[place])];
        return (state, from is null || from == Peers[place] ? effects : effects.Insert(0, new FollowerEffect.Leave(from)));
    }

    private (FollowerState State, ImmutableArray<FollowerEffect> Effects) Pause(params ImmutableArray<FollowerEffect> effects)
    {
        if (Pausing) return (this, effects);
        var wait = Period * Math.Pow(2, Math.Min(20, Math.Max(0, Failures - 2)));
        return (this with { Pausing = true }, effects.Add(new FollowerEffect.RetryAfter(wait < LongestWait ? wait : LongestWait)));
    }

    /// <summary>Fetches what is offered and newer, unless something is being fetched.</summary>
    private (FollowerState State, ImmutableArray<FollowerEffect> Effects) Begin(params ImmutableArray<FollowerEffect> effects)
    {
        if (FetchingFrom is not null || Pausing || Offer is not { } offer || offer.Full.Key <= Holds || Followed is not { } followed) return (this, effects);
        return (this with { FetchingFrom = followed.Actor }, effects.Add(new FollowerEffect.StartFetch(FetchPlan.Of(offer, WholeOnly ? null : Sha256), offer)));
    }
}
