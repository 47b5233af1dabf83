using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using ToolZero.Actors.Telemetry;
using ToolZero.Core.Rewards;
using static ToolZero.Actors.Reward.RewardProtocol;

namespace ToolZero.Actors.Reward;

/// <summary>
/// The reward pool: pure scoring under a deadline. A rule that hangs is abandoned and its worker replaced; the group is tried again on the
/// next worker, and after the last attempt the asker gets a typed failure.
/// </summary>
public sealed class RewardActor : ReceiveActor, IWithTimers
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly RewardPoolSettings _settings;
    private readonly IReward _reward;
    private readonly List<IActorRef> _workers = [];
    private readonly Dictionary<long, (ScoreGroup Group, IActorRef Asker, DateTimeOffset Since)> _jobs = [];
    private readonly HashSet<(IActorRef Asker, Core.Rollouts.GroupId Group)> _asked = [];
    private RewardState _state;
    private ImmutableArray<RewardScore> _scores = [];
    private long _number;

    public RewardActor(RewardPoolSettings settings, IReward reward)
    {
        (_settings, _reward, _state) = (settings, reward, new RewardState(settings));
        Grow();

        Receive<ScoreGroup>(group =>
        {
            // Asked once more, because no answer came yet: it is under way.
            if (!_asked.Add((Sender, group.Group))) return;
            _jobs.Add(++_number, (group, Sender, _settings.Time.GetUtcNow()));
            Apply(_state.Submit(_number));
        });
        Receive<Resize>(resize =>
        {
            var decision = _state.Resize(resize.Workers);
            _state = decision.State;
            Grow();
            Apply(decision);
        });
        Receive<RewardWorkerActor.Done>(done =>
        {
            _scores = done.Scores;
            Apply(_state.Scored(done.Worker, done.Job));
        });
        Receive<RewardWorkerActor.Threw>(threw =>
        {
            _log.Warning("Scoring of {0}, attempt {1}, threw: {2}", GroupOf(threw.Job), new Attempt(threw.Job.Attempt), threw.Reason);
            Apply(_state.Threw(threw.Worker, threw.Job, threw.Reason));
        });
        Receive<TimedOut>(timedOut => Apply(_state.TimedOut(timedOut.Worker, timedOut.Job)));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(RewardPoolSettings settings, IReward reward) => Akka.Actor.Props.Create(() => new RewardActor(settings, reward));

    private object GroupOf(RewardJob job) => _jobs.TryGetValue(job.Number, out var entry) ? entry.Group.Group : "a finished group";

    private void Grow()
    {
        while (_workers.Count < _state.Settings.Workers) _workers.Add(Start(_workers.Count));
    }

    private IActorRef Start(int worker) => Context.ActorOf(RewardWorkerActor.Props(worker, _reward, _settings.Overlong));

    private void Apply((RewardState State, ImmutableArray<RewardEffect> Effects) decision)
    {
        _state = decision.State;
        foreach (var effect in decision.Effects) Execute(effect);
        if (_state.Abandoned > _settings.MaxAbandoned)
            throw new InvalidOperationException($"{_state.Abandoned} scorings hang: the reward rule does not end on some completions");
    }

    private void Execute(RewardEffect effect)
    {
        switch (effect)
        {
            case RewardEffect.Begin begin:
                Timers.StartSingleTimer(begin.Worker, new TimedOut(begin.Worker, begin.Job), _settings.Deadline);
                _workers[begin.Worker].Tell(new RewardWorkerActor.Work(begin.Job, _jobs[begin.Job.Number].Group));
                break;
            case RewardEffect.Replace replace:
                _log.Warning("Reward worker {0} hangs and is replaced; {1} were abandoned so far", replace.Worker, _state.Abandoned);
                Context.Stop(_workers[replace.Worker]);
                _workers[replace.Worker] = Start(replace.Worker);
                break;
            case RewardEffect.Reply reply:
                Answer(reply.Job, group => new GroupScored(group, _scores));
                break;
            case RewardEffect.Fail fail:
                Answer(fail.Job, group => new ScoringFailed(group, fail.Kind, fail.Reason));
                break;
        }
    }

    private void Answer(long job, Func<Core.Rollouts.GroupId, object> message)
    {
        if (!_jobs.Remove(job, out var entry)) return;
        _asked.Remove((entry.Asker, entry.Group.Group));
        var answer = message(entry.Group.Group);
        Tracing.Record(
            Tracing.Score, entry.Group.Trace, entry.Since, _settings.Time.GetUtcNow(), ("group", entry.Group.Group.Value), ("samples", entry.Group.Samples.Length), ("scored", answer is GroupScored));
        entry.Asker.Tell(answer);
    }

    private sealed record TimedOut(int Worker, RewardJob Job);
}
