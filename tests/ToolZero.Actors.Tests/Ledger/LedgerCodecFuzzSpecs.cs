using System.Diagnostics;
using ToolZero.Actors.Ledger;
using ToolZero.Core.Data;
using ToolZero.Core.Randomness;

namespace ToolZero.Actors.Tests.Ledger;

/// <summary>Stored groups are bytes of a file: whatever they are, they end as a group or as one error, soon, and take little memory.</summary>
public sealed class LedgerCodecFuzzSpecs
{
    private static readonly byte[] Whole = LedgerCodec.Encode(LedgerCodecSpecs.Rich);

    /// <summary>What says how long the next value is, and what is none: arrays, maps, texts, bytes and extensions of absurd length, nil, the unused code.</summary>
    private static readonly byte[][] Headers =
    [
        [0xDD, 0xFF, 0xFF, 0xFF, 0xFF], [0xDD, 0x7F, 0xFF, 0xFF, 0xFF], [0xDC, 0xFF, 0xFF], [0xDF, 0xFF, 0xFF, 0xFF, 0xFF], [0xDB, 0xFF, 0xFF, 0xFF, 0xFF],
        [0xDB, 0x7F, 0xFF, 0xFF, 0xFF], [0xC6, 0xFF, 0xFF, 0xFF, 0xFF], [0xC9, 0x7F, 0xFF, 0xFF, 0xFF, 1], [0xC0], [0xC1], [0x91], [0x9F], [0x81], [0xCA], [0xCB], [0xD3], [0xC3],
    ];

    [Fact]
    public void Random_bytes_end_as_a_group_or_an_error() => AllEnd(12_000, random =>
    {
        var bytes = new byte[random.Next(96)];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)random.Next(256);

        // A group is an array: half of them begin as one.
        if (bytes.Length > 0 && random.Chance(0.5)) bytes[0] = (byte)(0x90 + random.Next(16));
        return bytes;
    });

    [Fact]
    public void Damaged_groups_end_as_a_group_or_an_error()
    {
        var decoded = AllEnd(12_000, random =>
        {
            var bytes = Whole.ToList();
            for (var change = random.Next(4); change >= 0; change--)
            {
                var at = random.Next(bytes.Count);
                switch (random.Next(5))
                {
                    case 0: bytes.RemoveRange(at, Math.Min(1 + random.Next(8), bytes.Count - at)); break;
                    case 1: bytes.InsertRange(at, random.Pick(Headers)); break;
                    case 2: bytes.RemoveRange(at, bytes.Count - at); break;
                    default: bytes[at] = (byte)random.Next(256); break;
                }

                if (bytes.Count == 0) bytes.Add(0x90);
            }

            return [.. bytes];
        });
        Assert.InRange(decoded, 100, 11_900);
    }

    [Theory]
    [InlineData(0x91)]
    [InlineData(0x81)]
    [InlineData(0x97)]
    public void What_nests_without_end_is_an_error(byte opening)
    {
        foreach (var depth in new[] { 100, 10_000, 2_000_000 })
            Assert.Throws<DataException>(() => LedgerCodec.Decode(Enumerable.Repeat(opening, depth).ToArray(), "here"));
    }

    /// <returns>How many were groups.</returns>
    private static int AllEnd(int rounds, Func<RandomStream, byte[]> next)
    {
        var decoded = 0;
        var clock = Stopwatch.StartNew();
        for (var round = 0; round < rounds; round++)
        {
            var bytes = next(new RandomStream((ulong)round, 20261125));
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var group = LedgerCodec.Decode(bytes, "here");
                Assert.All(group.Samples, s => Assert.Equal(s.Trajectory.Tokens.Length, s.Trajectory.BehaviourLogProbs.Length));
                decoded++;
            }
            catch (DataException e)
            {
                Assert.StartsWith("here: ", e.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', e.Message);
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }

        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), $"{rounds} took {clock.Elapsed}");
        return decoded;
    }
}
