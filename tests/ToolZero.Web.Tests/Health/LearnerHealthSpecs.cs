using Akka.Actor;
using ToolZero.Actors.Coordinator;
using ToolZero.Actors.Hosting;
using ToolZero.Actors.Learner;
using ToolZero.Core.Rollouts;
using ToolZero.EndToEnd.Tests.Support;
using ToolZero.Web.Health;
using ToolZero.Web.Tests.Support;

namespace ToolZero.Web.Tests.Health;

/// <summary>A learner computes for minutes without a word: that is health, and for hours it is not.</summary>
public sealed class LearnerHealthSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualResetEventSlim _load = new(true);
    private readonly ManualResetEventSlim _train = new(true);

    public void Dispose()
    {
        _load.Set();
        _train.Set();
        _folder.Dispose();
        _load.Dispose();
        _train.Dispose();
    }

    [Fact]
    public async Task A_learner_at_a_step_is_alive_and_ready_until_the_step_takes_too_long_and_again_after_it()
    {
        await using var node = await Learner(TimeSpan.FromSeconds(2));
        await node.Shows(200, 200, 200);
        _train.Reset();
        Train(node);
        await node.Shows(503, 200, 200);
        await node.Says(HealthTags.Live, "frozen", "trains step 0 since ");
        _train.Set();
        await node.Shows(200, 200, 200);
    }

    [Fact]
    public async Task A_learner_that_is_busy_within_the_bound_is_alive_though_it_answers_nobody()
    {
        await using var node = await Learner(TimeSpan.FromHours(1));
        await node.Shows(200, 200, 200);
        _train.Reset();
        Train(node);
        // Longer than an actor has to answer.
        for (var i = 0; i < 3; i++) Assert.Equal(200, (await node.Health(HealthTags.Live)).Status);
        await Assert.ThrowsAsync<AskTimeoutException>(() => node.System.ActorSelection("/user/node/learner").Ask<ActorIdentity>(new Identify(null), TimeSpan.FromSeconds(2)));
        Assert.Equal(200, (await node.Health(HealthTags.Live)).Status);
    }

    [Fact]
    public async Task A_learner_that_reads_its_checkpoint_is_alive_and_has_not_come_up()
    {
        await using var node = await Learner(TimeSpan.FromHours(1));
        await node.Shows(200, 200, 200);
        _load.Reset();
        Admit(node);
        await node.Shows(200, 503, 503);
        await node.Says(HealthTags.Startup, "startup", "reads its checkpoint since ");
        _load.Set();
        await node.Shows(200, 200, 200);
    }

    [Fact]
    public async Task A_learner_that_fails_again_and_again_is_not_ready()
    {
        await using var node = await Learner(TimeSpan.FromHours(1), onTrain: () => throw new InvalidOperationException("no"));
        await node.Shows(200, 200, 200);
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while ((await node.Health(HealthTags.Ready)).Status == 200 && !deadline.IsCancellationRequested) Train(node);
        await node.Says(HealthTags.Ready, "workers", "learner ");
    }

    [Fact]
    public async Task A_learner_that_has_nothing_in_hand_and_does_not_answer_is_not_alive()
    {
        await using var node = await TestNode.Start(roles: ["learner"]);
        using var frozen = new ManualResetEventSlim();
        node.System.ActorOf(Props.Create(() => new Parent(frozen)), "node");
        var (status, body) = await node.GetJson("/healthz/live");
        Assert.Equal((200, "healthy"), (status, body.GetProperty("status").GetString()));
        node.System.ActorSelection("/user/node/learner").Tell("freeze");
        (status, body) = await node.GetJson("/healthz/live");
        frozen.Set();
        Assert.Equal(503, status);
        Assert.Equal("the learner has nothing in hand and does not answer within 2 s", body.GetProperty("reasons").GetProperty("frozen").GetString());
    }

    private async Task<RealNode> Learner(TimeSpan longest, Action? onTrain = null) => await RealNode.Start("west", "coordinator,learner", new RealNodeSetup
    {
        Health = HealthSettings.Default with { LongestStep = longest },
        Parts = time => new RoleParts(time)
        {
            Learner = new LearnerServices(new CheckpointStore(_folder.Path, 2), 1, _ => new ScriptedTrainer(_load.Wait, onTrain ?? _train.Wait), time),
        },
    });

    private static void Admit(RealNode node) => node.System.ActorSelection("/user/node/learner").Tell(new CoordinatorProtocol.LearnerAdmitted(1, 1, []));

    private static void Train(RealNode node)
    {
        Admit(node);
        node.System.ActorSelection("/user/node/learner").Tell(new CoordinatorProtocol.TrainBatch(new TrainingBatch(0, 0, 1e-3, []), false, 1));
    }

    private sealed class Parent : ReceiveActor
    {
        public Parent(ManualResetEventSlim frozen)
        {
            Context.ActorOf(Props.Create(() => new Child(frozen)).WithDispatcher("akka.actor.internal-dispatcher"), "learner");
            ReceiveAny(_ => { });
        }
    }

    private sealed class Child : ReceiveActor
    {
        public Child(ManualResetEventSlim frozen) => ReceiveAny(_ => frozen.Wait());
    }
}
