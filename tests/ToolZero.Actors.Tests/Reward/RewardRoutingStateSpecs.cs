using System.Collections.Immutable;
using ToolZero.Actors.Reward;

namespace ToolZero.Actors.Tests.Reward;

public class RewardRoutingStateSpecs
{
    private static readonly RewardRoutingState Empty = new(5);

    [Fact]
    public void A_group_waits_while_there_is_no_pool_and_goes_to_the_first_that_comes()
    {
        var (state, effects) = Empty.Submit(1);
        Assert.Empty(effects);
        (_, effects) = state.Joined("a");
        Assert.Equal([new RoutingEffect.Send(1, "a", 1)], effects.AsEnumerable());
    }

    [Fact]
    public void Groups_go_to_the_least_busy_pool()
    {
        var (state, _) = Empty.Joined("a");
        (state, _) = state.Joined("b");
        var pools = new List<string>();
        for (var job = 1; job <= 4; job++)
        {
            (state, var effects) = state.Submit(job);
            pools.Add(Assert.IsType<RoutingEffect.Send>(Assert.Single(effects)).Pool);
        }

        Assert.Equal(2, pools.Count(p => p == "a"));
        Assert.Equal(2, pools.Count(p => p == "b"));
    }

    [Fact]
    public void What_a_dead_pool_had_is_scored_elsewhere_and_its_late_answer_is_nobodys()
    {
        var (state, _) = Empty.Joined("a");
        (state, _) = state.Submit(1);
        (state, _) = state.Joined("b");
        (state, var effects) = state.Gone("a");
        Assert.Equal([new RoutingEffect.Send(1, "b", 2)], effects.AsEnumerable());
        (state, var isCurrent) = state.Scored(1, attempt: 1);
        Assert.False(isCurrent);
        (state, isCurrent) = state.Scored(1, attempt: 2);
        Assert.True(isCurrent);
        Assert.Empty(state.Jobs);
    }

    [Fact]
    public void A_failure_is_told_only_when_every_pool_has_refused()
    {
        var (state, _) = Empty.Joined("a");
        (state, _) = state.Joined("b");
        (state, var effects) = state.Submit(1);
        var first = Assert.IsType<RoutingEffect.Send>(Assert.Single(effects));
        (state, effects) = state.Refused(1, first.Try, ScoringFailure.Overloaded, "full");
        var second = Assert.IsType<RoutingEffect.Send>(Assert.Single(effects));
        Assert.NotEqual(first.Pool, second.Pool);
        (_, effects) = state.Refused(1, second.Try, ScoringFailure.Error, "threw");
        Assert.Equal([new RoutingEffect.Fail(1, ScoringFailure.Error, "threw")], effects.AsEnumerable());
    }

    [Fact]
    public void A_pool_that_was_late_once_is_asked_again_after_the_others_and_one_that_was_late_twice_is_not()
    {
        var (state, _) = Empty.Joined("a");
        (state, var effects) = state.Submit(1);
        Assert.Equal([new RoutingEffect.Send(1, "a", 1)], effects.AsEnumerable());
        (state, effects) = state.Late(1, 1);
        Assert.Equal([new RoutingEffect.Send(1, "a", 2)], effects.AsEnumerable());
        (var both, _) = state.Joined("b");
        (_, effects) = state.Late(1, 2);
        Assert.Equal([new RoutingEffect.Fail(1, ScoringFailure.Timeout, "the reward pool a did not answer in time")], effects.AsEnumerable());

        (both, effects) = both.Late(1, 2);
        Assert.Equal([new RoutingEffect.Send(1, "b", 3)], effects.AsEnumerable());
        (_, effects) = both.Scored(1, 2).State.Late(1, 3);
        Assert.Equal([new RoutingEffect.Send(1, "b", 4)], effects.AsEnumerable());
    }

    [Fact]
    public void A_pool_that_comes_back_as_another_process_is_asked_again()
    {
        var (state, _) = Empty.Joined("a");
        (state, _) = state.Joined("b");
        (state, var effects) = state.Submit(1);
        var pool = Assert.IsType<RoutingEffect.Send>(effects[0]).Pool;
        (state, _) = state.Late(1, 1);
        (state, _) = state.Gone(pool);
        (state, _) = state.Gone(pool == "a" ? "b" : "a");
        (_, effects) = state.Joined(pool);
        Assert.Equal([new RoutingEffect.Send(1, pool, 3)], effects.AsEnumerable());
    }

    [Fact]
    public void Whatever_happens_every_group_is_scored_once_or_fails_once()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var stream = new Dice(seed);
            var (state, open, ended) = (Empty, new Dictionary<long, (string Pool, int Try)?>(), new Dictionary<long, string>());
            for (long turn = 0; turn < 200; turn++)
            {
                ImmutableArray<RoutingEffect> effects = [];
                var pool = "abc"[stream.Next(3)].ToString();
                var job = open.Count == 0 ? -1 : open.Keys.ElementAt(stream.Next(open.Count));
                switch (stream.Next(6))
                {
                    case 0:
                        open.Add(turn, null);
                        (state, effects) = state.Submit(turn);
                        break;
                    case 1:
                        (state, effects) = state.Joined(pool);
                        break;
                    case 2:
                        (state, effects) = state.Gone(pool);
                        break;
                    case 3 when job >= 0 && open[job] is { } sent:
                        (state, var isCurrent) = state.Scored(job, sent.Try);
                        if (isCurrent) Assert.True(open.Remove(job) && ended.TryAdd(job, "scored"));
                        break;
                    case 4 when job >= 0 && open[job] is { } late:
                        (state, effects) = state.Late(job, late.Try - stream.Next(2));
                        break;
                    case 5 when job >= 0 && stream.Next(4) == 0:
                        (state, effects) = state.Expired(job);
                        break;
                }

                foreach (var effect in effects)
                {
                    if (effect is RoutingEffect.Send send)
                    {
                        Assert.Contains(send.Pool, state.Pools);
                        Assert.InRange(send.Try, 1, Empty.MaxTries);
                        open[send.Job] = (send.Pool, send.Try);
                    }
                    else if (effect is RoutingEffect.Fail fail)
                    {
                        Assert.True(open.Remove(fail.Job) && ended.TryAdd(fail.Job, "failed"));
                    }
                }

                Assert.Equal(open.Keys.Order(), state.Jobs.Keys);
                Assert.All(state.Jobs.Values, j => Assert.True(j.Pool is null || state.Pools.Contains(j.Pool)));
            }
        }
    }

    private sealed class Dice(int seed)
    {
        private uint _state = (uint)seed * 2654435761 + 1;

        public int Next(int sides)
        {
            _state = (_state * 1664525) + 1013904223;
            return (int)((_state >> 16) % (uint)sides);
        }
    }
}
