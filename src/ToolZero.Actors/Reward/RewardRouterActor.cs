using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using ToolZero.Actors.Telemetry;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Reward.RewardProtocol;

namespace ToolZero.Actors.Reward;

/// <summary>How a router works.</summary>
/// <param name="Role">Role of the nodes that have a pool.</param>
/// <param name="Path">Path of the pool on each, such as <c>/user/node/reward</c>.</param>
/// <param name="Deadline">For the answer of one pool, which tries several times itself.</param>
/// <param name="Patience">Of those who ask: within it a failure is told.</param>
/// <param name="MaxTries">Times that a group is sent before it is given up.</param>
/// <param name="Repeat">A question without an answer is asked again after this time.</param>
public sealed record RewardRouterSettings(string Role, string Path, TimeSpan Deadline, TimeSpan Patience, int MaxTries, TimeSpan Repeat);

/// <summary>
/// The reward pools of the cluster as one: a group goes to the least busy node that is up, and to another one when that node dies or does not
/// answer. While there is no pool at all, groups wait.
/// </summary>
public sealed class RewardRouterActor : ReceiveActor, IWithTimers
{
    /// <summary>Groups that may be under way; more are refused.</summary>
    private const int MaxJobs = 4096;

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly RewardRouterSettings _settings;
    private readonly Dictionary<long, Job> _jobs = [];
    private RewardRoutingState _state;
    private long _number;

    public RewardRouterActor(RewardRouterSettings settings)
    {
        (_settings, _state) = (settings, new RewardRoutingState(settings.MaxTries));
        Receive<ScoreGroup>(OnScore);
        Receive<TryEnded>(OnEnded);
        Receive<Expired>(expired => Apply(_state.Expired(expired.Job)));
        Receive<ClusterEvent.MemberUp>(up => Apply(Member(up.Member, isHere: true)));
        Receive<ClusterEvent.ReachableMember>(back => Apply(Member(back.Member, isHere: back.Member.Status == MemberStatus.Up)));
        Receive<ClusterEvent.UnreachableMember>(gone => Apply(Member(gone.Member, isHere: false)));
        Receive<ClusterEvent.IMemberEvent>(gone =>
        {
            if (gone.Member.Status is MemberStatus.Exiting or MemberStatus.Down or MemberStatus.Removed) Apply(Member(gone.Member, isHere: false));
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(RewardRouterSettings settings) => Akka.Actor.Props.Create(() => new RewardRouterActor(settings));

    protected override void PreStart() => _cluster.Subscribe(
        Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    private (RewardRoutingState State, ImmutableArray<RoutingEffect> Effects) Member(Member member, bool isHere)
    {
        if (!member.HasRole(_settings.Role)) return (_state, []);
        return isHere ? _state.Joined(member.Address.ToString()) : _state.Gone(member.Address.ToString());
    }

    private void OnScore(ScoreGroup group)
    {
        if (_jobs.Count >= MaxJobs)
        {
            Sender.Tell(new ScoringFailed(group.Group, ScoringFailure.Overloaded, $"{MaxJobs} groups are on their way to reward pools already"));
            return;
        }

        _jobs.Add(++_number, new Job(group, Sender));
        Timers.StartSingleTimer(_number, new Expired(_number), _settings.Patience);
        Apply(_state.Submit(_number));
    }

    private void OnEnded(TryEnded ended)
    {
        switch (ended.Message)
        {
            case GroupScored scored:
                (_state, var isCurrent) = _state.Scored(ended.Job, ended.Try);
                if (isCurrent) Tell(ended.Job, _ => scored);
                break;
            case ScoringFailed failed:
                Apply(_state.Refused(ended.Job, ended.Try, failed.Kind, failed.Reason));
                break;
            default:
                Apply(_state.Late(ended.Job, ended.Try));
                break;
        }
    }

    private void Apply((RewardRoutingState State, ImmutableArray<RoutingEffect> Effects) decision)
    {
        _state = decision.State;
        foreach (var effect in decision.Effects)
        {
            switch (effect)
            {
                case RoutingEffect.Send send:
                    if (send.Try > 1) _log.Warning("{0} is scored again, try {1}, at {2}", _jobs[send.Job].Group.Group, new Attempt(send.Try), send.Pool);
                    Ask(send);
                    break;
                case RoutingEffect.Fail fail:
                    Tell(fail.Job, group => new ScoringFailed(group, fail.Kind, fail.Reason));
                    break;
            }
        }
    }

    /// <summary>Whoever had the group before is not listened to any more.</summary>
    private void Ask(RoutingEffect.Send send)
    {
        var job = _jobs[send.Job];
        job.Stop();
        var pool = Context.System.ActorSelection(send.Pool + _settings.Path);
        _jobs[send.Job] = job with { Try = Context.ActorOf(RewardTryActor.Props(send.Job, send.Try, job.Group, pool, _settings)) };
    }

    private void Tell(long number, Func<GroupId, object> message)
    {
        Timers.Cancel(number);
        if (!_jobs.Remove(number, out var job)) return;
        job.Stop();
        job.Asker.Tell(message(job.Group.Group));
    }

    private sealed record Job(ScoreGroup Group, IActorRef Asker)
    {
        public IActorRef? Try { get; init; }

        public void Stop()
        {
            if (Try is not null) Context.Stop(Try);
        }
    }

    private sealed record Expired(long Job);
}
