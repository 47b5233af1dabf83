using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Randomness;
using ToolZero.Core.Rewards;
using ToolZero.Tests.Shared;

namespace ToolZero.Core.Tests.Calls;

public sealed class PythonCallParserFuzzSpecs
{
    [Fact]
    public void Sixty_thousand_random_and_damaged_bodies_neither_crash_nor_hang()
    {
        var reward = new ToolZeroReward(RewardSettings.Figure3);
        var task = new ToolTask("t", "simple", [], [], PythonCallParser.Parse("f(a=1)").Calls);
        var parsed = 0;
        for (ulong seed = 0; seed < 30_000; seed++)
        {
            var random = new RandomStream(seed, 1);
            foreach (var text in new[] { RandomCalls.Noise(random, 40), RandomCalls.Mutate(random, PythonCallFormatter.Format(RandomCalls.Calls(random))) })
            {
                var parse = PythonCallParser.Parse(text);
                Assert.InRange(parse.Position, 0, text.Length);
                if (parse.IsSuccess) Assert.True(parse.Calls.SequenceEqual(PythonCallParser.Parse(PythonCallFormatter.Format(parse.Calls)).Calls), text);
                parsed += parse.IsSuccess ? 1 : 0;
                if (seed % 10 == 0) Assert.True(double.IsFinite(reward.Score(task, text).Total(0.5)));
            }
        }

        Assert.InRange(parsed, 1000, 59_000);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("[")]
    [InlineData("f(a=[")]
    [InlineData("f(a={1:")]
    [InlineData("'")]
    [InlineData("f(a='x' ")]
    [InlineData("<think>")]
    [InlineData("<think></answer>")]
    [InlineData("1_")]
    [InlineData("f(a=9")]
    [InlineData("\\")]
    [InlineData("#")]
    public void Long_repetitions_take_linear_time(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, PythonCallParser.MaxLength / piece.Length));
        var reward = new ToolZeroReward(RewardSettings.Default);
        var watch = ThreadClock.StartNew();
        PythonCallParser.Parse(text);
        reward.Score(new ToolTask("t", "simple", [], [], PythonCallParser.Parse("f(a=1)").Calls), text);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
    }
}
