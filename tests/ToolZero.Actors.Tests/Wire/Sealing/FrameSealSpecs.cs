using Google.Protobuf;
using ToolZero.Actors.Wire.Sealing;
using ToolZero.Core.Randomness;

namespace ToolZero.Actors.Tests.Wire.Sealing;

public class FrameSealSpecs
{
    [Fact]
    public void A_sealed_frame_opens_to_what_it_was_and_one_with_a_bit_turned_over_does_not_open()
    {
        var random = new RandomStream(5);
        for (var length = 0; length < 300; length++)
        {
            var frame = Bytes(length, random);
            var whole = FrameSeal.Close(frame);
            Assert.Equal(length + FrameSeal.Bytes, whole.Length);
            Assert.Equal(frame, FrameSeal.Open(whole)!.ToByteArray());

            var damaged = whole.ToByteArray();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            Assert.Null(FrameSeal.Open(ByteString.CopyFrom(damaged)));
        }
    }

    [Fact]
    public void What_was_never_sealed_does_not_open()
    {
        var random = new RandomStream(6);
        for (var length = 0; length < 300; length++) Assert.Null(FrameSeal.Open(ByteString.CopyFrom(Bytes(length, random))));
    }

    private static byte[] Bytes(int count, RandomStream random) => [.. Enumerable.Range(0, count).Select(_ => (byte)random.Next(256))];
}
