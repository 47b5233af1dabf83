using System.Collections.Immutable;
using Akka.Actor;
using ToolZero.Core.Rewards;
using static ToolZero.Actors.Reward.RewardProtocol;

namespace ToolZero.Actors.Reward;

/// <summary>Scores one group at a time, off its mailbox: a rule that hangs keeps a thread of its own, never a dispatcher's.</summary>
internal sealed class RewardWorkerActor : ReceiveActor
{
    public RewardWorkerActor(int worker, IReward reward, OverlongShaping overlong)
    {
        // The pool has the deadline, for the group, and this worker is the thread that a rule may keep.
        var rule = GuardedReward.WithoutDeadline(reward);
        Receive<Work>(work =>
        {
            var pool = Sender;
            Task.Factory.StartNew(
                    () => Score(rule, overlong, work.Group),
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
                    TaskScheduler.Default)
                .PipeTo(
                    pool,
                    Self,
                    success: scores => new Done(worker, work.Job, scores),
                    failure: error => new Threw(worker, work.Job, error.GetBaseException().Message));
        });
    }

    public static Props Props(int worker, IReward reward, OverlongShaping overlong) =>
        Akka.Actor.Props.Create(() => new RewardWorkerActor(worker, reward, overlong));

    private static ImmutableArray<RewardScore> Score(GuardedReward reward, OverlongShaping overlong, ScoreGroup group) =>
        [.. group.Samples.Select(sample => overlong.Apply(reward.Score(group.Task, sample.Text), sample))];

    internal sealed record Work(RewardJob Job, ScoreGroup Group);

    internal sealed record Done(int Worker, RewardJob Job, ImmutableArray<RewardScore> Scores);

    internal sealed record Threw(int Worker, RewardJob Job, string Reason);
}
