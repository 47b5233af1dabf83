using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using ToolZero.Actors.Reward;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Data;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Reward.RewardProtocol;

namespace ToolZero.Actors.Tests.Reward;

/// <summary>What a rule does wrong is the group's typed failure with its reason.</summary>
public sealed class RewardWorkerSpecs : IAsyncDisposable
{
    private readonly ActorSystem _system = ActorSystem.Create("workers", ConfigurationFactory.ParseString("akka { loglevel = off, stdout-loglevel = off }"));

    public async ValueTask DisposeAsync() => await _system.Terminate();

    [Fact]
    public async Task A_number_that_is_not_finite_fails_the_group_with_rule_and_part()
    {
        var failed = await Failure(_ => Samples.Score(double.NaN));
        Assert.Equal(ScoringFailure.Error, failed.Kind);
        Assert.StartsWith($"task task3: reward rule {typeof(Rule).FullName}: Base is NaN, expected a number", failed.Reason, StringComparison.Ordinal);
        failed = await Failure(_ => Samples.Score() with { Parts = ImmutableSortedDictionary<string, double>.Empty.Add("mine", double.NegativeInfinity) });
        Assert.Contains(": mine is -Infinity", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_rule_throws_fails_the_group_with_rule_and_cause() => Assert.Contains(
        $"task task3: reward rule {typeof(Rule).FullName}: InvalidOperationException: no luck", (await Failure(_ => throw new InvalidOperationException("no luck"))).Reason, StringComparison.Ordinal);

    private async Task<ScoringFailed> Failure(Func<string, RewardScore> score)
    {
        var pool = _system.ActorOf(RewardActor.Props(new RewardPoolSettings(1, TimeSpan.FromMinutes(5), 1), new Rule(score)));
        var answers = new ConcurrentQueue<object>();
        pool.Tell(new ScoreGroup(new GroupId(3), Samples.Task(3), [Samples.Trajectory(3)]), _system.ActorOf(Props.Create(() => new Listener(answers))));
        await Eventually.Holds(() => !answers.IsEmpty, "the pool answers");
        return Assert.IsType<ScoringFailed>(answers.Single());
    }

    private sealed class Rule(Func<string, RewardScore> score) : IReward
    {
        public RewardScore Score(ToolTask task, string completion) => score(completion);
    }

    private sealed class Listener : ReceiveActor
    {
        public Listener(ConcurrentQueue<object> messages) => ReceiveAny(messages.Enqueue);
    }
}
