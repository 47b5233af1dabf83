using Akka.Actor;
using Akka.Cluster.Tools.Singleton;
using Akka.Event;
using ToolZero.Actors.Reward;
using ToolZero.Actors.Tests.Support;
using ToolZero.Actors.Tests.Wire.Support;
using ToolZero.Actors.Wire;
using ToolZero.Core.Rollouts;
using static ToolZero.Actors.Reward.RewardProtocol;

namespace ToolZero.Actors.Tests.Wire;

/// <summary>What Akka itself sends does not need the serializers that are refused: two real nodes do everything that the product does.</summary>
public sealed class WireClusterSpecs : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private TestCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await TestCluster.OfTwo();

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task A_singleton_is_reached_through_a_proxy_of_another_node_and_its_death_is_seen_there()
    {
        var settings = ClusterSingletonManagerSettings.Create(_cluster.First).WithRole("coordinator");
        _cluster.First.ActorOf(ClusterSingletonManager.Props(ScoringActor.Props, PoisonPill.Instance, settings), "run");
        var proxy = _cluster.Second.ActorOf(
            ClusterSingletonProxy.Props("/user/run", ClusterSingletonProxySettings.Create(_cluster.Second).WithRole("coordinator")), "run-proxy");

        var request = new ScoreGroup(new GroupId(3), Samples.Task(3), [Samples.Trajectory(1), Samples.Trajectory(2)]);
        Assert.Equal(2, (await proxy.Ask<GroupScored>(request, Deadline)).Scores.Length);

        var identity = await proxy.Ask<ActorIdentity>(new Identify("who"), Deadline);
        Assert.Equal("who", identity.MessageId);
        var watcher = _cluster.Second.ActorOf(WatchingActor.Props(identity.Subject), "watcher");
        Assert.True(await watcher.Ask<bool>("watching", Deadline));
        var gone = watcher.Ask<IActorRef>("gone", Deadline);
        identity.Subject.Tell(PoisonPill.Instance);
        Assert.Equal(identity.Subject, await gone);
    }

    [Fact]
    public async Task A_message_that_is_not_registered_is_dropped_and_the_next_one_arrives()
    {
        var remote = await Remote();
        remote.Tell(new Uri("http://somewhere"));
        remote.Tell(new ScoringFailed(new GroupId(1), (ScoringFailure)77, "a number that is none"));
        Assert.Single((await remote.Ask<GroupScored>(new ScoreGroup(new GroupId(1), Samples.Task(1), [Samples.Trajectory(1)]), Deadline)).Scores);
        Assert.Equal(0, await remote.Ask<int>("others", Deadline));
    }

    [Fact]
    public async Task An_actor_is_not_deployed_on_another_node()
    {
        var scope = new Deploy(new RemoteScope(Akka.Cluster.Cluster.Get(_cluster.First).SelfAddress));
        var deployed = _cluster.Second.ActorOf(ScoringActor.Props.WithDeploy(scope), "deployed");
        await Assert.ThrowsAsync<AskTimeoutException>(() => deployed.Ask<int>("others", TimeSpan.FromSeconds(2)));
        // The association took no harm.
        Assert.Equal(0, await (await Remote()).Ask<int>("others", Deadline));
    }

    [Fact]
    public async Task A_batch_of_several_mebibytes_arrives()
    {
        var remote = await Remote();
        var trajectory = Samples.Trajectory(1, length: 1000);
        var scored = await remote.Ask<GroupScored>(new ScoreGroup(new GroupId(1), Samples.Task(1), [.. Enumerable.Repeat(trajectory, 600)]), Deadline);
        Assert.Equal(600, scored.Scores.Length);
    }

    /// <summary>The scoring actor of the first node, seen from the second.</summary>
    private async Task<IActorRef> Remote()
    {
        _cluster.First.ActorOf(ScoringActor.Props, "scoring");
        var path = new RootActorPath(Akka.Cluster.Cluster.Get(_cluster.First).SelfAddress) / "user" / "scoring";
        return await _cluster.Second.ActorSelection(path).ResolveOne(Deadline);
    }
}
