using ToolZero.Model.Weights;
using static TorchSharp.torch;

namespace ToolZero.Model.Adapters;

/// <summary>Base and adapters as one decoder: W + (Alpha / Rank)·B·A, computed in float32 and rounded once.</summary>
public static class AdapterMerge
{
    /// <summary>A decoder of its own; what has no adapter shares the memory of the base.</summary>
    /// <param name="weights">The base, on any device.</param>
    /// <param name="adapters">Of the same shape, on the same device.</param>
    public static DecoderWeights Merge(DecoderWeights weights, AdapterWeights adapters)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(adapters);
        using var noGrad = no_grad();
        var modules = AdapterLayout.Modules(adapters.Config, adapters.Settings).ToDictionary(m => m.Weight, StringComparer.Ordinal);

        // The same bits whoever merges: a product must not be split among threads.
        var threads = get_num_threads();
        set_num_threads(1);
        try
        {
            return DecoderWeights.FromTensors(
                weights.Config,
                weights.Names.ToDictionary(name => name, name => modules.TryGetValue(name, out var module) ? Merged(weights[name], module, adapters) : weights[name].detach(), StringComparer.Ordinal),
                "merged adapters");
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    private static Tensor Merged(Tensor weight, AdaptedModule module, AdapterWeights adapters)
    {
        using var scope = NewDisposeScope();
        var product = adapters[module.B].to(ScalarType.Float32).mm(adapters[module.A].to(ScalarType.Float32));
        return weight.to(ScalarType.Float32).add(product, adapters.Settings.Scale).to(weight.dtype).MoveToOuterDisposeScope();
    }
}
