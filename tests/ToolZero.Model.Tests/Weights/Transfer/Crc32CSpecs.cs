using System.Text;
using ToolZero.Core.Randomness;
using ToolZero.Model.Weights.Transfer;

namespace ToolZero.Model.Tests.Weights.Transfer;

public class Crc32CSpecs
{
    /// <summary>The check value of the catalogue of CRCs, and the examples of RFC 3720, appendix B.4.</summary>
    [Fact]
    public void Published_examples()
    {
        Assert.Equal(0xE3069283, Of(Encoding.ASCII.GetBytes("123456789")));
        Assert.Equal(0x8A9136AA, Of(new byte[32]));
        Assert.Equal(0x62A8AB43u, Of([.. Enumerable.Repeat((byte)0xFF, 32)]));
        Assert.Equal(0x46DD794Eu, Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(3071)]
    [InlineData(3072)]
    [InlineData(3073)]
    [InlineData(6144)]
    [InlineData(9221)]
    [InlineData(40_000)]
    public void Any_length_gives_what_the_definition_gives(int length)
    {
        var bytes = Random(length);
        Assert.Equal(ByDefinition(bytes), Of(bytes));
    }

    [Fact]
    public void Parts_give_what_the_whole_gives()
    {
        var bytes = Random(20_000);
        var random = new RandomStream(2);
        for (var i = 0; i < 200; i++)
        {
            var cut = random.Next(bytes.Length + 1);
            Assert.Equal(Of(bytes), ~Crc32C.Append(Crc32C.Append(Crc32C.Start, bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
        }
    }

    private static uint Of(ReadOnlySpan<byte> bytes) => ~Crc32C.Append(Crc32C.Start, bytes);

    /// <summary>Bit by bit, with the reversed polynomial.</summary>
    private static uint ByDefinition(byte[] bytes)
    {
        var state = Crc32C.Start;
        foreach (var one in bytes)
        {
            state ^= one;
            for (var bit = 0; bit < 8; bit++) state = (state >> 1) ^ ((state & 1) * 0x82F63B78);
        }

        return ~state;
    }

    private static byte[] Random(int length)
    {
        var random = new RandomStream(1);
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) bytes[i] = (byte)random.Next(256);
        return bytes;
    }
}
