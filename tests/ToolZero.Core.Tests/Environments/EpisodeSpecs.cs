using System.Text;
using ToolZero.Core.Data;
using ToolZero.Core.Environments;
using ToolZero.Core.Formats;
using ToolZero.Core.Rewards;
using ToolZero.Core.ToolWorld;
using ToolZero.Tests.Shared;

namespace ToolZero.Core.Tests.Environments;

public sealed class EpisodeSpecs
{
    private static readonly ToolTask Task = ToolWorldGenerator.GenerateEpisodes(ToolWorldSplit.Training, 1, 3)[2];

    [Theory]
    [InlineData("<think></think> <answer>[f()]</answer>")]
    [InlineData("half \ud800, separator \u001e, solved over None 1")]
    [InlineData("")]
    public void A_record_is_read_back_whatever_the_model_wrote(string turn)
    {
        var record = new EpisodeRecord([turn, "b"], ["tool: x"], [0.1, 0.3], new EnvironmentVerdict(true, 0.3, true), EnvironmentFault.Threw);
        var read = EpisodeRecord.Read(record.Write());
        Assert.Equal([turn.Replace('\u001e', '\ufffd'), "b"], read.Turns.AsEnumerable());
        Assert.Equal(["tool: x"], read.Observations.AsEnumerable());
        Assert.Equal([0.1, 0.3], read.Progress.AsEnumerable());
        Assert.Equal((record.Verdict, record.Fault), (read.Verdict, read.Fault));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no record")]
    [InlineData("a\u001eb\u001ec\u001esolved over None 1")]
    [InlineData("a\u001esolved over None x")]
    [InlineData("a\u001esolved over Nothing 1")]
    [InlineData("a\u001esolved over None NaN")]
    [InlineData("a\u001esolved over None Infinity")]
    [InlineData("\u001e\u001e\u001e")]
    public void Any_other_text_is_a_turn_that_reached_nothing(string text)
    {
        var read = EpisodeRecord.Read(text);
        Assert.Equal([text], read.Turns.AsEnumerable());
        Assert.Equal([0], read.Progress.AsEnumerable());
        Assert.Equal(default, read.Verdict);
    }

    [Theory]
    [InlineData("megabytes", "x", 10_000_000)]
    [InlineData("brackets", "[", 10_000)]
    [InlineData("braces", "{\"a\":", 10_000)]
    [InlineData("separators", "\u001e", 1_000_000)]
    [InlineData("halves of pairs", "\ud800", 100_000)]
    [InlineData("thoughts", "<think>", 1_000_000)]
    [InlineData("not numbers", "[f(a=NaN)]", 1)]
    [InlineData("duplicate keys", "[f(a=1, a=2)]", 1)]
    public void Whatever_a_turn_or_an_answer_is_the_reward_is_finite_in_bounded_time_and_memory(string what, string piece, int times)
    {
        var text = new StringBuilder(piece.Length * times).Insert(0, piece, times).ToString();
        var wrapped = $"<think>x</think> <answer>{text}</answer>";
        var reward = new EpisodeReward(ToolZeroCalls.Instance);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var clock = ThreadClock.StartNew();
        var record = new EpisodeRecord([text, wrapped], [text], [0.1, 0.3], new EnvironmentVerdict(false, 0.3, true), EnvironmentFault.HugeAnswer);
        foreach (var completion in new[] { record.Write(), text })
        {
            var score = reward.Score(Task, completion);
            Assert.True(double.IsFinite(score.Total(0)) && double.IsFinite(score.Total(1)) && score.Parts.Values.All(double.IsFinite), what);
        }

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"{what}: {clock.Elapsed}");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_500_000_000, what);
    }

    [Fact]
    public void Giving_up_in_the_right_layout_is_worth_nothing_where_something_is_left_to_do()
    {
        var format = ToolZeroCalls.Instance;
        var quiet = format.Complete("", [], "nothing to do");
        var reward = new EpisodeReward(format);
        Assert.Equal((0, -0.5), Parts(reward.Score(Task, new EpisodeRecord([quiet], [], [0], default, EnvironmentFault.None).Write())));
        Assert.Equal((1, 0.5), Parts(reward.Score(Task, new EpisodeRecord([quiet], [], [1], new EnvironmentVerdict(true, 1, false), EnvironmentFault.None).Write())));

        static (double Base, double General) Parts(RewardScore score) => (score.Base, score.General);
    }

    [Fact]
    public void The_reward_is_the_verdict_and_logs_every_turn()
    {
        var format = ToolZeroCalls.Instance;
        var first = format.Complete("", [Task.Reference[0]], "");
        var reward = new EpisodeReward(format);
        var half = reward.Score(Task, new EpisodeRecord([first, "hello"], ["x"], [0.5, 0.75], new EnvironmentVerdict(false, 0.75, false), EnvironmentFault.None).Write());
        Assert.Equal((0.5, 0.25, 0.0, false), (half.Base, half.General, half.Strict, half.Success));
        Assert.Equal((1, 0, 1, 0), (half.Parts["turn-1-format"], half.Parts["turn-2-format"], half.Parts["turn-1-calls"], half.Parts["turn-2-calls"]));
        Assert.Equal((0.5, 0.25), (half.Parts["turn-1-progress"], half.Parts["turn-2-progress"]));
        var whole = reward.Score(Task, new EpisodeRecord([first, first], ["x"], [0.5, 1], new EnvironmentVerdict(true, 1, true), EnvironmentFault.Threw).Write());
        Assert.Equal((1, 0.5, 1, true), (whole.Base, whole.General, whole.Strict, whole.Success));
        Assert.Equal((2, 1), (whole.Parts[RewardParts.Turns], whole.Parts[RewardParts.EnvironmentFault]));
    }
}
