using ToolZero.Core.Data;
using ToolZero.Core.Environments;
using ToolZero.Core.Formats;
using ToolZero.Core.Rewards;
using ToolZero.Core.ToolWorld;

namespace ToolZero.Core.Tests.Environments;

public sealed class EpisodeSpecs
{
    private static readonly ToolTask Task = ToolWorldGenerator.GenerateEpisodes(ToolWorldSplit.Training, 1, 3)[2];

    [Fact]
    public void Each_goal_orders_the_next_and_the_state_decides()
    {
        var environment = new ToolWorldEnvironment(Task);
        Assert.Equal(ToolWorldEnvironment.Order(Task.Reference[1]), environment.Call(Task.Reference[0], default));
        Assert.Equal(new EnvironmentVerdict(false, 0.5, false), environment.Verdict);
        Assert.StartsWith("error", environment.Call(Task.Reference[0], default), StringComparison.Ordinal);
        Assert.Equal("done", environment.Call(Task.Reference[1], default));
        Assert.Equal(new EnvironmentVerdict(true, 1, true), environment.Verdict);
    }

    [Fact]
    public void A_wrong_call_is_told_what_is_wrong_and_reaches_nothing()
    {
        var environment = new ToolWorldEnvironment(Task);
        Assert.Equal("error: there is no fly_away", environment.Call(Task.Reference[0] with { Name = "fly_away" }, default));
        Assert.Matches("^error: \\w+ is missing$", environment.Call(Task.Reference[0] with { Arguments = [] }, default));
        Assert.Equal("error: that was not asked for", environment.Call(Task.Reference[1], default));
        Assert.Equal(new EnvironmentVerdict(false, 0.15, false), environment.Verdict);
    }

    [Fact]
    public void An_order_names_every_value_of_its_call()
    {
        foreach (var task in ToolWorldGenerator.GenerateEpisodes(ToolWorldSplit.HeldOut, 3, 50))
        {
            Assert.NotEqual(task.Reference[0], task.Reference[1]);
            var order = ToolWorldEnvironment.Order(task.Reference[1]);
            Assert.All(task.Reference[1].Arguments, a => Assert.Contains(a.Name, order, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("<think></think> <answer>[f()]</answer>")]
    [InlineData("half \ud800, separator \u001e, solved 1 over None")]
    [InlineData("")]
    public void A_record_is_read_back_whatever_the_model_wrote(string turn)
    {
        var record = new EpisodeRecord([turn, "b"], ["tool: x"], new EnvironmentVerdict(true, 0.1, true), EnvironmentFault.Threw);
        var read = EpisodeRecord.Read(record.Write());
        Assert.Equal([turn.Replace('\u001e', '\ufffd'), "b"], read.Turns.AsEnumerable());
        Assert.Equal(["tool: x"], read.Observations.AsEnumerable());
        Assert.Equal((record.Verdict, record.Fault), (read.Verdict, read.Fault));
    }

    [Fact]
    public void The_reward_is_the_verdict_and_logs_every_turn()
    {
        var format = ToolZeroCalls.Instance;
        var first = format.Complete("", [Task.Reference[0]], "");
        var reward = new EpisodeReward(format);
        var half = reward.Score(Task, new EpisodeRecord([first, "hello"], ["x"], new EnvironmentVerdict(false, 0.5, false), EnvironmentFault.None).Write());
        Assert.Equal((0.5, 0.0, 0.0, false), (half.Base, half.General, half.Strict, half.Success));
        Assert.Equal((1, 0, 1, 0), (half.Parts["turn-1-format"], half.Parts["turn-2-format"], half.Parts["turn-1-calls"], half.Parts["turn-2-calls"]));
        var whole = reward.Score(Task, new EpisodeRecord([first, first], ["x"], new EnvironmentVerdict(true, 1, true), EnvironmentFault.None).Write());
        Assert.Equal((1, 0.5, 1, true), (whole.Base, whole.General, whole.Strict, whole.Success));
    }

    [Fact]
    public void A_lost_environment_is_a_failure_and_never_a_reward()
    {
        var lost = new EpisodeRecord(["x"], [], default, EnvironmentFault.Hung).Write();
        Assert.Throws<EnvironmentLostException>(() => new EpisodeReward(ToolZeroCalls.Instance).Score(Task, lost));
    }
}
