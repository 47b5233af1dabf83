using System.Collections.Immutable;
using ToolZero.Actors.Ledger;
using ToolZero.Actors.Tests.Support;
using ToolZero.Core.Data;
using ToolZero.Core.Rewards;
using ToolZero.Core.Rollouts;

namespace ToolZero.Actors.Tests.Ledger;

public class LedgerCodecSpecs
{
    private const string RichBytes =
        "97cf7fffffffffffffff03a974c3a4736b20223122b1706172616c6c656c2d6d756c7469706c659600017fcc80ce00010000ce7fffffff939c9205ff92ca80000000ca0000000192c3c292"
        + "00cf7fffffffffffffff02aaf09d929c0a0022efbfbdcb3ff0000000000000cb3fd3333333333334cb8000000000000000c392a3617374aa6261642d76616c75657392cbfff80000000000"
        + "00cb00000000000000019c9090909001a0cbffefffffffffffffcb3fd5555555555555cbfff0000000000000c290909c92010292caffc00000ca807fffff92c3c392010100a178cb000000"
        + "0000000000cb0000000000000000cb0000000000000000c291a6666f726d617491cb3ff0000000000000b3726f6c6c6f75742d3140686f73743a34303533";

    public static ScoredGroup Rich { get; } = new(
        new GroupId(long.MaxValue),
        3,
        "täsk \"1\"",
        "parallel-multiple",
        [0, 1, 127, 128, 65_536, int.MaxValue],
        [
            new ScoredTrajectory(
                new Trajectory(
                    [5, -1],
                    [-0f, float.Epsilon],
                    [true, false],
                    [new PolicyVersion(0), new PolicyVersion(long.MaxValue)],
                    StopReason.Length,
                    "𝒜\n\0\"\uFFFD"),
                new RewardScore(1, 0.1 + 0.2, -0.0, true, ImmutableSortedDictionary<string, double>.Empty.Add("ast", double.NaN).Add("bad-values", double.Epsilon))),
            new ScoredTrajectory(
                new Trajectory([], [], [], [], StopReason.StopSequence, ""),
                new RewardScore(double.MinValue, 1 / 3.0, double.NegativeInfinity, false, ImmutableSortedDictionary<string, double>.Empty)),
            new ScoredTrajectory(
                new Trajectory([1, 2], [float.NaN, -1.1754942e-38f], [true, true], [new PolicyVersion(1), new PolicyVersion(1)], StopReason.EndOfSequence, "x"),
                new RewardScore(0, 0, 0, false, ImmutableSortedDictionary<string, double>.Empty.Add("format", 1))),
        ],
        "rollout-1@host:4053");

    [Fact]
    public void A_group_comes_back_bit_for_bit()
    {
        foreach (var group in new[] { Rich, Rich with { Temperature = 0.8 }, Samples.Group(7), Samples.Group(0, version: 5, samples: 0) })
            Assert.Equal(LedgerFile.Bits(group), LedgerFile.Bits(LedgerCodec.Decode(LedgerCodec.Encode(group), "here")));
    }

    [Fact]
    public void Ledgers_of_earlier_releases_are_read_and_their_bytes_are_still_written_with_the_temperature_behind_them()
    {
        Assert.Equal($"98{RichBytes[2..]}cb3ff0000000000000", Convert.ToHexStringLower(LedgerCodec.Encode(Rich)));
        Assert.Equal(LedgerFile.Bits(Rich), LedgerFile.Bits(LedgerCodec.Decode(Convert.FromHexString(RichBytes), "here")));
    }

    [Fact]
    public void Random_floats_come_back_bit_for_bit()
    {
        var random = new Random(5);
        var floats = Enumerable.Range(0, 5000).Select(_ => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue))).ToImmutableArray();
        var trajectory = new Trajectory(
            [.. floats.Select((_, i) => i)], floats, [.. floats.Select(_ => true)], [.. floats.Select(_ => new PolicyVersion(1))], StopReason.EndOfSequence, "");
        var group = Samples.Group(1) with { Samples = [new ScoredTrajectory(trajectory, Samples.Score())] };
        Assert.Equal(LedgerFile.Bits(group), LedgerFile.Bits(LedgerCodec.Decode(LedgerCodec.Encode(group), "here")));
    }
}
