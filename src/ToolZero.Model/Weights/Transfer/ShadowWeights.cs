using ToolZero.Model.Adapters;
using ToolZero.Model.Configuration;
using static TorchSharp.torch;

namespace ToolZero.Model.Weights.Transfer;

/// <summary>
/// A version on its way to become the one in force: weights of their own on the CPU, written by whole frames or by deltas over a copy of the
/// base, and given out only when their hash is the announced one.
/// </summary>
public sealed class ShadowWeights : IDisposable
{
    private readonly WeightHash _hash;
    private TensorSet? _weights;

    private ShadowWeights(TensorSet weights)
    {
        _weights = weights;
        Image = TensorImage.Of(weights);
        _hash = new WeightHash(Image);
    }

    public TensorImage Image { get; }

    /// <summary>Memory for a full version; its values mean nothing yet.</summary>
    public static ShadowWeights Empty(ModelConfig config, ScalarType type) => new(DecoderWeights.Uninitialised(config, type));

    /// <summary>Memory for adapters.</summary>
    public static ShadowWeights Empty(ModelConfig config, AdapterSettings adapters, ScalarType type) => new(AdapterWeights.Uninitialised(config, adapters, type));

    /// <summary>A copy of the base, which deltas are applied to.</summary>
    public static ShadowWeights CopyOf(TensorSet weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return new ShadowWeights(weights.Clone());
    }

    /// <summary>Hashes what will not change any more: canonical bytes up to <paramref name="position"/>.</summary>
    public void Settled(long position) => _hash.Advance(position);

    /// <summary>The weights, if they have that hash; the caller owns them. Null, and nothing is given out, if not. Called once.</summary>
    public TensorSet? Verified(string sha256)
    {
        if (_hash.Finish() != sha256) return null;
        var weights = _weights;
        _weights = null;
        return weights;
    }

    public void Dispose()
    {
        Image.Dispose();
        _hash.Dispose();
        _weights?.Dispose();
    }
}
