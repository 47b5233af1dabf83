using ToolZero.Core.Rollouts;
using ToolZero.Model.Weights;
using ToolZero.Model.Weights.Transfer;
using static TorchSharp.torch;

namespace ToolZero.Model.Tests.Weights.Transfer;

public class ShadowWeightsSpecs
{
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void The_hash_of_the_wire_is_the_hash_of_the_checkpoint(ScalarType type)
    {
        using var weights = Weights(1, type);
        using var image = TensorImage.Of(weights);
        Assert.Equal(weights.Sha256(), WeightHash.Of(image));
    }

    [Fact]
    public void A_full_version_becomes_the_same_weights()
    {
        using var weights = Weights(1, ScalarType.BFloat16);
        using var image = TensorImage.Of(weights);
        var manifest = WeightManifest.Full(default, weights.Sha256(), image.Layout, 4096);
        using var shadow = ShadowWeights.Empty(weights.Config, weights.Type);
        var (source, target) = (new FullPayload(manifest, image), new FullPayload(manifest, shadow.Image));
        for (var frame = 0; frame < manifest.Frames; frame++)
        {
            var bytes = new List<byte>();
            source.Visit(frame, part => bytes.AddRange(part));
            var at = 0;
            target.Visit(frame, part =>
            {
                bytes.ToArray().AsSpan(at, part.Length).CopyTo(part);
                at += part.Length;
            });
            shadow.Settled((frame + 1) * 4096L < manifest.Bytes ? (frame + 1) * 4096L : manifest.Bytes);
        }

        using var received = shadow.Verified(manifest.Sha256);
        Assert.Equal(weights.Sha256(), received!.Sha256());
    }

    [Fact]
    public void Deltas_over_a_copy_of_the_base_become_the_same_weights_and_leave_the_base_alone()
    {
        using var before = Weights(1, ScalarType.Float32);
        using var after = before.Clone();
        using (no_grad()) after.Tensors[1].add_(0.5);
        var hash = before.Sha256();
        using var old = TensorImage.Of(before);
        using var now = TensorImage.Of(after);
        var identity = new DeltaIdentity(new WeightsKey(0, 1), after.Sha256(), default, hash);
        var delta = DeltaEncoder.Encode(old, now, identity, 4096, long.MaxValue)!;
        Assert.True(delta.Manifest.Bytes < old.Layout.Bytes / 10);
        using var shadow = ShadowWeights.CopyOf(before);
        Assert.True(delta.TryApply(shadow.Image));
        using var received = shadow.Verified(identity.Sha256);
        Assert.Equal(after.Sha256(), received!.Sha256());
        Assert.Equal(hash, before.Sha256());
    }

    [Fact]
    public void Weights_of_another_hash_are_not_given_out()
    {
        using var weights = Weights(1, ScalarType.Float32);
        using var shadow = ShadowWeights.CopyOf(weights);
        Assert.Null(shadow.Verified(new string('0', 64)));
    }

    [Fact]
    public void A_manifest_of_other_weights_names_the_fault_before_memory_is_taken()
    {
        using var weights = Weights(1, ScalarType.Float32);
        using var image = TensorImage.Of(weights);
        var manifest = WeightManifest.Full(default, weights.Sha256(), image.Layout, 4096);
        Assert.Null(manifest.Fault(image.Layout));
        Assert.Contains("is BF16", (manifest with { Dtype = "BF16" }).Fault(image.Layout), StringComparison.Ordinal);
        Assert.Contains("other tensors", (manifest with { Tensors = manifest.Tensors.RemoveAt(0) }).Fault(image.Layout), StringComparison.Ordinal);
        Assert.Contains("frames of 1 bytes", (manifest with { FrameBytes = 1 }).Fault(image.Layout), StringComparison.Ordinal);
        Assert.Contains("frames for", (manifest with { Frames = int.MaxValue }).Fault(image.Layout), StringComparison.Ordinal);
        var delta = manifest with { BaseSha256 = "b", Bytes = 1L << 40 };
        Assert.Contains("bytes for weights of", delta.Fault(image.Layout), StringComparison.Ordinal);
        Assert.Contains("frames for", (delta with { Bytes = 10, Frames = 50 }).Fault(image.Layout), StringComparison.Ordinal);
    }

    private static DecoderWeights Weights(ulong seed, ScalarType type)
    {
        using var weights = DecoderWeights.Random(TestModels.Config(), seed);
        return weights.To(type);
    }
}
