using System.Collections.Immutable;
using Akka.Actor;
using ToolZero.Actors.Weights;
using ToolZero.Actors.Weights.Lane;
using ToolZero.Actors.Weights.Tree;
using ToolZero.Core.Randomness;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Weights.Transfer;
using Effect = ToolZero.Actors.Weights.FollowerEffect;

namespace ToolZero.Actors.Tests.Weights;

public sealed class FollowerStateSpecs : IDisposable
{
    private readonly ActorSystem _system = ActorSystem.Create("followers");

    public void Dispose() => _system.Dispose();

    [Fact]
    public void It_follows_its_parent_and_fetches_what_is_newer()
    {
        var (state, effects) = Start(2);
        Assert.Equal(state.Peers[0], Assert.IsType<Effect.Greet>(Assert.Single(effects)).Peer);
        (state, effects) = state.Offered(Offer(3), state.Peers[0].Actor);
        Assert.True(Assert.IsType<Effect.StartFetch>(Assert.Single(effects)).Plan.IsFull);
        (state, effects) = state.Offered(Offer(4), state.Peers[0].Actor);
        Assert.Empty(effects);
        (state, effects) = state.Fetched(FetchPlan.Of(Offer(3), null));
        Assert.Equal(4, Assert.IsType<Effect.StartFetch>(Assert.Single(effects)).Plan.Target.Key.Version);
        (state, _) = state.Fetched(FetchPlan.Of(Offer(4), null));
        Assert.Empty(state.Offered(Offer(4), state.Peers[0].Actor).Effects);
        Assert.Empty(state.Offered(Offer(9), state.Peers[1].Actor).Effects);
    }

    [Fact]
    public void A_parent_that_fails_is_told_of_and_left_for_the_next_peer_until_a_version_is_here()
    {
        var (state, _) = Start(3);
        (state, _) = state.Offered(Offer(1), state.Peers[0].Actor);
        (state, var effects) = state.Failed(FetchPlan.Of(Offer(1), null), FetchFault.Broken, "cut");
        Assert.Equal<Effect>([new Effect.ReportLost("p0", "cut"), new Effect.Leave(state.Peers[0]), new Effect.Greet(state.Peers[1])], effects);
        (state, _) = state.Offered(Offer(1), state.Peers[1].Actor);
        (state, effects) = state.Fetched(FetchPlan.Of(Offer(1), null));
        Assert.Equal<Effect>([new Effect.Leave(state.Peers[1]), new Effect.Greet(state.Peers[0])], effects);
        Assert.Equal(new WeightsKey(0, 1), state.Holds);
    }

    [Fact]
    public void When_all_peers_fail_it_waits_longer_each_time()
    {
        var (state, _) = Start(1);
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 12; i++)
        {
            (state, _) = state.Offered(Offer(1), state.Peers[0].Actor);
            (state, var effects) = state.Failed(FetchPlan.Of(Offer(1), null), FetchFault.Unreachable, "refused");
            waits.Add(effects.OfType<Effect.RetryAfter>().Single().Wait);
            (state, _) = state.Retry();
        }

        Assert.Equal(waits.Order(), waits);
        Assert.Equal(TimeSpan.FromSeconds(30), waits[^1]);
    }

    [Fact]
    public void What_was_superseded_on_the_way_is_asked_for_anew_at_once_and_only_then_after_a_while()
    {
        var (state, _) = Start(2);
        (state, _) = state.Offered(Offer(1), state.Peers[0].Actor);
        (state, var effects) = state.Failed(FetchPlan.Of(Offer(1), null), FetchFault.Gone, "gone");
        Assert.Equal<Effect>([new Effect.Greet(state.Peers[0])], effects);
        (state, _) = state.Offered(Offer(2), state.Peers[0].Actor);
        (state, _) = state.Offered(Offer(3), state.Peers[0].Actor);
        (state, effects) = state.Failed(FetchPlan.Of(Offer(2), null), FetchFault.Gone, "gone");
        Assert.Equal(3, Assert.IsType<Effect.StartFetch>(Assert.Single(effects)).Plan.Target.Key.Version);
        (_, effects) = state.Failed(FetchPlan.Of(Offer(3), null), FetchFault.Gone, "gone");
        Assert.Single(effects.OfType<Effect.RetryAfter>());
    }

    [Fact]
    public void A_chain_with_a_wrong_result_is_followed_by_the_whole()
    {
        var (state, _) = Start(1);
        (state, _) = state.Fetched(FetchPlan.Of(Offer(1), null));
        (state, var effects) = state.Offered(Offer(2), state.Peers[0].Actor);
        var chain = Assert.IsType<Effect.StartFetch>(Assert.Single(effects)).Plan;
        Assert.False(chain.IsFull);
        (_, effects) = state.Failed(chain, FetchFault.WrongHash, "hash");
        Assert.True(Assert.IsType<Effect.StartFetch>(Assert.Single(effects)).Plan.IsFull);
    }

    [Fact]
    public void Without_weights_it_does_not_wait_for_a_silent_parent_for_ever()
    {
        var (state, _) = Start(2);
        for (var i = 0; i < 10 && state.Place == 0; i++) (state, _) = state.Renew();
        Assert.Equal(1, state.Place);
    }

    [Fact]
    public void Whatever_happens_it_never_goes_back_fetches_one_thing_at_a_time_and_ends_with_the_newest()
    {
        for (ulong seed = 0; seed < 200; seed++)
        {
            var random = new RandomStream(seed);
            var (state, _) = Start(random.Next(1, 4));
            FetchPlan? running = null;
            var timer = false;
            for (var turn = 0; turn < 300; turn++)
            {
                var calm = turn > 200;
                var held = state.Holds;
                var before = state;
                (state, var effects) = random.Next(calm ? 4 : 7) switch
                {
                    0 => state.Offered(Offer(calm ? 20 : random.Next(20)), calm ? state.Followed!.Actor : random.Pick(state.Peers).Actor),
                    1 when running is not null => state.Fetched(running),
                    2 when timer => state.Retry(),
                    3 => state.Renew(),
                    4 when running is not null => state.Failed(running, random.Pick(Enum.GetValues<FetchFault>()), "fault"),
                    5 => state.Gone(random.Pick(state.Peers).Actor),
                    6 => state.Assign([.. random.Sample(state.Peers, random.Next(1, state.Peers.Length + 1))]),
                    _ => (state, []),
                };
                if (!ReferenceEquals(before, state) && state.FetchingFrom is null) running = null;
                foreach (var effect in effects)
                {
                    if (effect is Effect.StartFetch start)
                    {
                        running = start.Plan;
                        Assert.False(running.Target.Key <= state.Holds, "it fetches what it has");
                    }

                    timer |= effect is Effect.RetryAfter;
                }

                Assert.True(effects.Count(e => e is Effect.StartFetch) <= 1);
                Assert.False(state.Holds < held, "it went back");
                Assert.True(state.FetchingFrom is null || running is not null);
            }

            Assert.Equal(20, state.Holds?.Version);
        }
    }

    private (FollowerState State, ImmutableArray<Effect> Effects) Start(int peers) => new FollowerState(TimeSpan.FromSeconds(1)).Assign(
        [.. Enumerable.Range(0, peers).Select(i => new WeightsPeer($"p{i}", new EmptyLocalActorRef(((ExtendedActorSystem)_system).Provider, _system.DeadLetters.Path.Root / $"p{i}", _system.EventStream)))]);

    /// <summary>Version n, and the delta from n - 1 to it.</summary>
    private static TransferProtocol.Offer Offer(long version) => new(
        new LaneAddress("host", 1, ""),
        new WeightManifest(new WeightsKey(0, version), $"sha{version}", new WeightsKey(0, version), "", "BF16", 4096, 25, 100_000, []),
        [new WeightManifest(new WeightsKey(0, version), $"sha{version}", new WeightsKey(0, version - 1), $"sha{version - 1}", "BF16", 4096, 1, 900, [])]);
}
