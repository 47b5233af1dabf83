using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using ToolZero.Actors.Reward;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Reward.RewardProtocol;

namespace ToolZero.Actors.Tests.Reward;

/// <summary>A question or an answer that is lost on its way costs one repeat, not the deadline.</summary>
public sealed class RewardTrySpecs : IAsyncDisposable
{
    private static readonly ScoreGroup Question = new(new GroupId(3), Samples.Task(3), [Samples.Trajectory(3, length: 5)]);

    private readonly ActorSystem _system = ActorSystem.Create("tries", ConfigurationFactory.ParseString("akka { loglevel = off, stdout-loglevel = off }"));

    public async ValueTask DisposeAsync() => await _system.Terminate();

    [Fact]
    public async Task A_question_that_is_not_answered_is_asked_again_by_the_same_asker()
    {
        var askers = new ConcurrentQueue<IActorRef>();
        var ended = Try(Pool((_, asker) =>
        {
            askers.Enqueue(asker);
            if (askers.Count == 3) asker.Tell(new GroupScored(Question.Group, [Samples.Score()]));
        }), TimeSpan.FromMinutes(5));
        await Eventually.Holds(() => !ended.IsEmpty, "the try has ended");
        Assert.True(ended.TryDequeue(out var end));
        Assert.Equal((7, 2), (end.Job, end.Try));
        Assert.IsType<GroupScored>(end.Message);
        Assert.Single(askers.Distinct());
    }

    [Fact]
    public async Task A_pool_that_never_answers_is_given_up_at_the_deadline()
    {
        var ended = Try(Pool((_, _) => { }), TimeSpan.FromMilliseconds(100));
        await Eventually.Holds(() => !ended.IsEmpty, "the try has ended");
        Assert.Null(ended.Single().Message);
    }

    [Fact]
    public async Task A_pool_scores_once_what_it_is_asked_again_meanwhile()
    {
        var scored = 0;
        using var gate = new ManualResetEventSlim();
        var reward = new FakeReward(_ =>
        {
            Interlocked.Increment(ref scored);
            gate.Wait(TimeSpan.FromMinutes(2));
        });
        var pool = _system.ActorOf(RewardActor.Props(new RewardPoolSettings(4, TimeSpan.FromMinutes(5), 1), reward));
        var answers = new ConcurrentQueue<object>();
        var asker = _system.ActorOf(Props.Create(() => new Listener((message, _) => answers.Enqueue(message))));
        for (var i = 0; i < 3; i++) pool.Tell(Question, asker);
        await Eventually.Holds(() => Volatile.Read(ref scored) == 1, "it is being scored");
        gate.Set();
        await Eventually.Holds(() => answers.Count == 1, "it is answered");
        // What is asked after the answer, because the answer was lost, is scored anew.
        pool.Tell(Question, asker);
        await Eventually.Holds(() => answers.Count == 2, "it is answered again");
        Assert.Equal(2, scored);
    }

    private IActorRef Pool(Action<object, IActorRef> onQuestion) => _system.ActorOf(Props.Create(() => new Listener(onQuestion)));

    private ConcurrentQueue<TryEnded> Try(IActorRef pool, TimeSpan deadline)
    {
        var ended = new ConcurrentQueue<TryEnded>();
        var settings = new RewardRouterSettings("reward", "/user/node/reward", deadline, deadline, 3, TimeSpan.FromMilliseconds(20));
        _system.ActorOf(Props.Create(() => new Parent(RewardTryActor.Props(7, 2, Question, pool, settings), ended)));
        return ended;
    }

    private sealed class Parent : ReceiveActor
    {
        public Parent(Props child, ConcurrentQueue<TryEnded> ended)
        {
            Context.ActorOf(child);
            Receive<TryEnded>(ended.Enqueue);
        }
    }

    private sealed class Listener : ReceiveActor
    {
        public Listener(Action<object, IActorRef> on) => ReceiveAny(message => on(message, Sender));
    }
}
