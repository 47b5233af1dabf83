using System.Collections.Immutable;
using ToolZero.Model.Configuration;
using ToolZero.Model.Weights;

namespace ToolZero.Model.Adapters;

/// <summary>A projection that has an adapter.</summary>
/// <param name="Layer">Of which layer.</param>
/// <param name="Target">Which one, as in <see cref="AdapterSettings.AllTargets"/>.</param>
/// <param name="Module">Its path below the layer.</param>
/// <param name="Outputs">Rows of its matrix.</param>
/// <param name="Inputs">Columns of its matrix.</param>
internal sealed record AdaptedModule(int Layer, string Target, string Module, long Outputs, long Inputs)
{
    /// <summary>The matrix that is adapted.</summary>
    public string Weight => DecoderLayout.Layer(Layer, Module + ".weight");

    /// <summary>[Rank, Inputs].</summary>
    public string A => $"base_model.model.{DecoderLayout.Layer(Layer, Module)}.lora_A.weight";

    /// <summary>[Outputs, Rank].</summary>
    public string B => $"base_model.model.{DecoderLayout.Layer(Layer, Module)}.lora_B.weight";
}

/// <summary>The tensors of adapters under the names of PEFT, in canonical order: layers from 0, projections in order of use, A before B.</summary>
internal static class AdapterLayout
{
    public static IEnumerable<AdaptedModule> Modules(ModelConfig config, AdapterSettings settings) =>
        from layer in Enumerable.Range(0, config.Layers)
        from target in settings.Targets
        select Module(config, layer, target);

    public static ImmutableArray<TensorSpec> Tensors(ModelConfig config, AdapterSettings settings) =>
    [
        .. Modules(config, settings).SelectMany(module => new[]
        {
            new TensorSpec(module.A, [settings.Rank, module.Inputs], TensorRole.Projection),
            new TensorSpec(module.B, [module.Outputs, settings.Rank], TensorRole.Zero),
        }),
    ];

    private static AdaptedModule Module(ModelConfig config, int layer, string target)
    {
        long hidden = config.HiddenSize, ffn = config.IntermediateSize;
        long queries = (long)config.Heads * config.HeadDim, keys = (long)config.KeyValueHeads * config.HeadDim;
        return target switch
        {
            "q_proj" => new(layer, target, "self_attn.q_proj", queries, hidden),
            "k_proj" => new(layer, target, "self_attn.k_proj", keys, hidden),
            "v_proj" => new(layer, target, "self_attn.v_proj", keys, hidden),
            "o_proj" => new(layer, target, "self_attn.o_proj", hidden, queries),
            "gate_proj" => new(layer, target, "mlp.gate_proj", ffn, hidden),
            "up_proj" => new(layer, target, "mlp.up_proj", ffn, hidden),
            "down_proj" => new(layer, target, "mlp.down_proj", hidden, ffn),
            _ => throw new ArgumentException($"{target} is no projection that adapters know", nameof(target)),
        };
    }
}
