using System.Collections.Immutable;
using ToolZero.Actors.Reward;

namespace ToolZero.Actors.Tests.Reward;

public class RewardStateSpecs
{
    private static readonly RewardPoolSettings Settings = new(2, TimeSpan.FromSeconds(5), 3);

    [Fact]
    public void Groups_wait_for_an_idle_worker_in_the_order_they_came()
    {
        var (state, effects) = new RewardState(Settings).Submit(1);
        Assert.Equal(new RewardEffect.Begin(0, new RewardJob(1, 1)), Assert.Single(effects));
        state = state.Submit(2).State;
        state = state.Submit(3).State;
        (state, effects) = state.Submit(4);
        Assert.Empty(effects);
        (_, effects) = state.Scored(1, new RewardJob(2, 1));
        Assert.Equal([new RewardEffect.Reply(2), new RewardEffect.Begin(1, new RewardJob(3, 1))], effects.ToArray());
    }

    [Fact]
    public void A_hanging_worker_is_replaced_and_after_the_last_attempt_the_group_fails_with_its_kind()
    {
        var state = new RewardState(Settings).Submit(1).State;
        ImmutableArray<RewardEffect> effects = [];
        for (var attempt = 1; attempt <= 3; attempt++) (state, effects) = state.TimedOut(0, new RewardJob(1, attempt));
        Assert.Equal(new RewardEffect.Replace(0), effects[0]);
        var fail = Assert.IsType<RewardEffect.Fail>(effects[1]);
        Assert.Equal(ScoringFailure.Timeout, fail.Kind);
        Assert.Empty(state.Busy);
        Assert.Equal(3, state.Abandoned);
    }

    [Fact]
    public void A_late_answer_of_an_abandoned_attempt_changes_nothing()
    {
        var state = new RewardState(Settings).Submit(1).State.TimedOut(0, new RewardJob(1, 1)).State;
        var (after, effects) = state.Scored(0, new RewardJob(1, 1));
        Assert.Same(state, after);
        Assert.Empty(effects);
    }

    [Fact]
    public void A_full_queue_refuses()
    {
        var settings = Settings with { MaxQueued = 1 };
        var state = new RewardState(settings).Submit(1).State.Submit(2).State.Submit(3).State;
        Assert.Equal(ScoringFailure.Overloaded, Assert.IsType<RewardEffect.Fail>(Assert.Single(state.Submit(4).Effects)).Kind);
    }
}
