using ToolZero.Model.Weights;

namespace ToolZero.Model.Adapters;

/// <summary>A policy version of adapters: they travel, and base and adapters are merged where tokens are drawn, once for all who draw there.</summary>
public sealed class AdaptedPolicy : IPolicyWeights
{
    private readonly DecoderWeights _base;
    private readonly AdapterWeights _adapters;
    private readonly Lazy<DecoderWeights> _merged;

    /// <param name="weights">The base; its memory is shared, the object stays the caller's.</param>
    /// <param name="adapters">Taken over; on the device of the base.</param>
    public AdaptedPolicy(DecoderWeights weights, AdapterWeights adapters)
    {
        ArgumentNullException.ThrowIfNull(weights);
        (_base, _adapters) = (weights.Share(), adapters);
        _merged = new Lazy<DecoderWeights>(() => AdapterMerge.Merge(_base, _adapters));
    }

    public TensorSet Trained => _adapters;

    public DecoderWeights Decoder => _merged.Value;

    public void Dispose()
    {
        if (_merged.IsValueCreated) _merged.Value.Dispose();
        _adapters.Dispose();
        _base.Dispose();
    }
}
