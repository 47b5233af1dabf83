using ToolZero.Actors.Learner;
using ToolZero.Actors.Ledger;
using ToolZero.Actors.Replay;
using ToolZero.Core.Data;

namespace ToolZero.Actors.Tests.Replay;

public class ReplayPlanSpecs
{
    /// <summary>A run with checkpoints every 10 steps up to 40, of which the last two are kept, and trajectories from a step on.</summary>
    private static ReplayPlan Plan(long trajectoriesFrom, long? from = null) => ReplayPlan.Of(
        "runs/r",
        [Written(10), Written(20), Written(30), Written(40)],
        [Kept(30), Kept(40)],
        Enumerable.Range((int)trajectoriesFrom, 42 - (int)trajectoriesFrom).Select(i => (long)i),
        from);

    private static CheckpointRecord Written(long step) => new(step, $"checkpoints/step_{step}", $"hash{step}");

    private static StoredCheckpoint Kept(long step) => new($"checkpoints/step_{step}", CheckpointState.Of(step, 1) with { WeightsSha256 = $"hash{step}" });

    [Fact]
    public void It_begins_with_the_base_model_when_all_trajectories_are_kept_and_checks_pruned_checkpoints_too()
    {
        var plan = Plan(trajectoriesFrom: 0);
        Assert.Null(plan.Start);
        Assert.Equal([10, 20, 30, 40], plan.Recorded.Keys);
        Assert.Equal("hash10", plan.Recorded[10]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(25)]
    [InlineData(30)]
    public void Without_the_first_ones_it_begins_with_the_earliest_checkpoint_after_which_all_are_there(long trajectoriesFrom)
    {
        var plan = Plan(trajectoriesFrom);
        Assert.Equal(30, plan.Start!.State.Step);
        Assert.Equal(KeyValuePair.Create(40L, "hash40"), Assert.Single(plan.Recorded));
    }

    [Fact]
    public void It_begins_where_it_is_told() => Assert.Equal([40], Plan(trajectoriesFrom: 0, from: 30).Recorded.Keys);

    [Theory]
    [InlineData(40)]
    [InlineData(20)]
    [InlineData(-1)]
    [InlineData(41)]
    public void A_step_without_a_checkpoint_before_the_newest_is_refused_with_those_that_there_are(long from) =>
        Assert.Contains("0, 30", Assert.Throws<DataException>(() => Plan(0, from)).Message, StringComparison.Ordinal);

    [Fact]
    public void Trajectories_that_are_gone_are_named_with_the_remedy()
    {
        var early = Assert.Throws<DataException>(() => Plan(trajectoriesFrom: 25, from: 0)).Message;
        Assert.Contains("step 24 are gone, begin at 30", early, StringComparison.Ordinal);
        Assert.Contains("ledger.keep-payloads", early, StringComparison.Ordinal);
        Assert.Contains("step 34 are gone, and no checkpoint", Assert.Throws<DataException>(() => Plan(trajectoriesFrom: 35)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_that_the_ledger_did_not_hear_of_counts_too()
    {
        var plan = ReplayPlan.Of("runs/r", [Written(10)], [Kept(10), Kept(20)], Enumerable.Range(0, 20).Select(i => (long)i), from: 10);
        Assert.Equal("hash20", Assert.Single(plan.Recorded).Value);
    }

    [Fact]
    public void A_run_without_a_checkpoint_has_nothing_to_compare_with() =>
        Assert.Contains("no checkpoint yet", Assert.Throws<DataException>(() => ReplayPlan.Of("runs/r", [], [], [0, 1], null)).Message, StringComparison.Ordinal);
}
