using ToolZero.Core.Randomness;
using ToolZero.Core.Rollouts;
using ToolZero.Model.Weights.Transfer;

namespace ToolZero.Model.Tests.Weights.Transfer;

public class DeltaSpecs
{
    [Fact]
    public void A_delta_turns_the_base_into_the_result_whatever_changed()
    {
        for (ulong seed = 0; seed < 150; seed++)
        {
            var random = new RandomStream(seed);
            var before = ArrayWeights.Random(random);
            var after = before.Changed(random);
            var delta = Delta(before, after, random)!;
            Assert.Null(delta.Manifest.Fault(before.Layout));
            Assert.True(delta.TryApply(before));
            Assert.Equal(WeightHash.Of(after), WeightHash.Of(before));
        }
    }

    [Fact]
    public void A_delta_counts_the_changed_numbers_of_every_tensor_and_takes_nothing_for_the_others()
    {
        for (ulong seed = 0; seed < 100; seed++)
        {
            var random = new RandomStream(seed);
            var before = ArrayWeights.Random(random);
            var after = before.Changed(random);
            var delta = Delta(before, after, random)!;
            var size = before.Layout.ElementBytes;
            for (var t = 0; t < before.Layout.Tensors.Length; t++)
            {
                var length = (int)before.Layout.Tensors[t].Elements * size;
                var (old, now) = (before.Slice(t, 0, length).ToArray(), after.Slice(t, 0, length).ToArray());
                var change = delta.Manifest.Tensors[t];
                Assert.Equal(old.Chunk(size).Zip(now.Chunk(size)).Count(p => !p.First.SequenceEqual(p.Second)), change.Changed);
                Assert.Equal(change.Changed == 0, change.Bytes == 0);
                // A gap takes at most three bytes here, so a few changes are much smaller than the tensor.
                Assert.True(change.Bytes <= 3 * change.Changed + size * change.Changed + 20 * (1 + length / 2000), $"{change}");
            }
        }
    }

    [Fact]
    public void A_delta_is_given_up_as_soon_as_it_is_larger_than_allowed()
    {
        var random = new RandomStream(5);
        var before = ArrayWeights.Random(random);
        var after = before.Changed(random);
        var whole = Delta(before, after, random)!.Manifest.Bytes;
        Assert.NotNull(DeltaEncoder.Encode(before, after, Identity(before, after), 8192, whole + 4096));
        Assert.Null(DeltaEncoder.Encode(before, after, Identity(before, after), 8192, 0));
    }

    [Fact]
    public void Equal_bytes_give_equal_manifests_and_frames_wherever_they_are_made()
    {
        var random = new RandomStream(6);
        var before = ArrayWeights.Random(random);
        var after = before.Changed(random);
        var (first, second) = (DeltaEncoder.Encode(before, after, Identity(before, after), 4096, long.MaxValue)!, DeltaEncoder.Encode(before.Copy(), after.Copy(), Identity(before, after), 4096, long.MaxValue)!);
        Assert.Equal(first.Manifest.Id, second.Manifest.Id);
        Assert.Equal(Enumerable.Range(0, first.Manifest.Frames).Select(first.Checksum), Enumerable.Range(0, second.Manifest.Frames).Select(second.Checksum));
    }

    [Fact]
    public void Bodies_that_are_no_delta_are_refused_and_write_nowhere_else()
    {
        for (ulong seed = 0; seed < 80; seed++)
        {
            var random = new RandomStream(seed);
            var before = ArrayWeights.Random(random);
            var delta = Delta(before, before.Changed(random), random)!;
            for (var f = 0; f < delta.Manifest.Frames; f++)
            {
                byte[] body = [];
                delta.Visit(f, bytes => body = bytes.ToArray());
                for (var n = 0; n < 5; n++)
                {
                    var spoilt = random.Chance(0.3) ? body[..random.Next(body.Length)] : body.ToArray();
                    for (var i = random.Next(1, 6); i > 0 && spoilt.Length > 0; i--) spoilt[random.Next(Math.Min(spoilt.Length, 60))] = (byte)random.Next(256);
                    // True or false; never an exception, which every access outside of the weights would be.
                    var payload = new DeltaPayload(delta.Manifest with { Bytes = long.MaxValue }, [spoilt]);
                    payload.TryApply(before.Copy());
                }
            }
        }
    }

    internal static DeltaPayload? Delta(ArrayWeights before, ArrayWeights after, RandomStream random) =>
        DeltaEncoder.Encode(before, after, Identity(before, after), random.Pick([4096, 16384, 262144]), long.MaxValue);

    private static DeltaIdentity Identity(ArrayWeights before, ArrayWeights after) => new(new WeightsKey(0, 2), WeightHash.Of(after), new WeightsKey(0, 1), WeightHash.Of(before));
}
