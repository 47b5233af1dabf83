using Akka.Actor;
using static ToolZero.Actors.Reward.RewardProtocol;

namespace ToolZero.Actors.Reward;

/// <summary>What became of one try; told to the router.</summary>
/// <param name="Job">Number of the group at the router.</param>
/// <param name="Try">Which try it was.</param>
/// <param name="Message">The pool's answer; null = it did not answer in time.</param>
internal sealed record TryEnded(long Job, int Try, object? Message);

/// <summary>
/// One try to have a group scored by one pool. It asks again while nothing comes, because a connection may have been cut with the question or the answer
/// on it; the pool knows by the asker that it has the question already, and nobody takes a late answer for that of another try.
/// </summary>
internal sealed class RewardTryActor : ReceiveActor, IWithTimers
{
    private readonly ScoreGroup _group;
    private readonly ICanTell _pool;
    private readonly RewardRouterSettings _settings;

    public RewardTryActor(long job, int attempt, ScoreGroup group, ICanTell pool, RewardRouterSettings settings)
    {
        (_group, _pool, _settings) = (group, pool, settings);
        Receive<Again>(_ => _pool.Tell(_group, Self));
        Receive<GroupScored>(End);
        Receive<ScoringFailed>(End);
        Receive<TooLate>(_ => End(null));

        void End(object? message)
        {
            Context.Parent.Tell(new TryEnded(job, attempt, message));
            Context.Stop(Self);
        }
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(long job, int attempt, ScoreGroup group, ICanTell pool, RewardRouterSettings settings) =>
        Akka.Actor.Props.Create(() => new RewardTryActor(job, attempt, group, pool, settings));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(Again), Again.Instance, TimeSpan.Zero, _settings.Repeat);
        Timers.StartSingleTimer(nameof(TooLate), TooLate.Instance, _settings.Deadline);
    }

    private sealed record Again
    {
        public static Again Instance { get; } = new();
    }

    private sealed record TooLate
    {
        public static TooLate Instance { get; } = new();
    }
}
