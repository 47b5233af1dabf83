using ToolZero.Model.Adapters;
using ToolZero.Model.Configuration;
using ToolZero.Model.Weights;
using static TorchSharp.torch;

namespace ToolZero.Model.Decoding;

/// <summary>
/// What adapters add to a fused product: x·In·Out. In is [inputs, ranks], Out [ranks, outputs]; the adapters of matrices that are fused stand
/// side by side, each with the columns of its own matrix.
/// </summary>
internal sealed record FusedAdapter(Tensor In, Tensor Out)
{
    public static Tensor Add(Tensor product, Tensor x, FusedAdapter? adapter) => adapter is null ? product : product.addmm(x.mm(adapter.In), adapter.Out);
}

/// <summary>Adapters of one layer, arranged as <see cref="FusedLayer"/> is.</summary>
internal sealed record FusedLayerAdapters(FusedAdapter? QueryKeyValue, FusedAdapter? Output, FusedAdapter? GateUp, FusedAdapter? Down)
{
    /// <summary>The adapters of a layer with their graph.</summary>
    /// <param name="adapters">All adapters.</param>
    /// <param name="index">Which layer.</param>
    /// <param name="layer">The layer of the base: the weights of its norms go into A as they go into the matrices.</param>
    public static FusedLayerAdapters Of(AdapterWeights adapters, int index, LayerWeights layer)
    {
        var config = adapters.Config;
        var modules = AdapterLayout.Modules(config, adapters.Settings).Where(m => m.Layer == index).ToDictionary(m => m.Target, StringComparer.Ordinal);
        var scale = adapters.Settings.Scale;
        var queryScale = config.QueryKeyNorm ? scale : scale / Math.Sqrt(config.HeadDim);
        return new FusedLayerAdapters(
            Join(layer.InputNorm, ("q_proj", Queries(config), queryScale), ("k_proj", Keys(config), scale), ("v_proj", Keys(config), scale)),
            Join(null, ("o_proj", config.HiddenSize, scale)),
            Join(layer.PostAttentionNorm, ("gate_proj", config.IntermediateSize, scale), ("up_proj", config.IntermediateSize, scale)),
            Join(null, ("down_proj", config.HiddenSize, scale)));

        FusedAdapter? Join(Tensor? norm, params (string Target, long Outputs, double Scale)[] parts)
        {
            var ins = new List<Tensor>();
            var outs = new List<Tensor>();
            var (before, total) = (0L, parts.Sum(p => p.Outputs));
            foreach (var (target, outputs, factor) in parts)
            {
                if (modules.TryGetValue(target, out var module))
                {
                    ins.Add(adapters[module.A]);
                    outs.Add(Padded(adapters[module.B].t().mul(factor), before, total - before - outputs));
                }

                before += outputs;
            }

            if (ins.Count == 0) return null;
            var a = ins.Count == 1 ? ins[0] : cat(ins, 0);
            return new FusedAdapter((norm is null ? a : a.mul(norm)).t(), outs.Count == 1 ? outs[0] : cat(outs, 0));
        }
    }

    private static Tensor Padded(Tensor rows, long before, long after)
    {
        var parts = new List<Tensor>();
        if (before > 0) parts.Add(zeros([rows.shape[0], before], rows.dtype, rows.device));
        parts.Add(rows);
        if (after > 0) parts.Add(zeros([rows.shape[0], after], rows.dtype, rows.device));
        return parts.Count == 1 ? rows : cat(parts, 1);
    }

    private static long Queries(ModelConfig config) => (long)config.Heads * config.HeadDim;

    private static long Keys(ModelConfig config) => (long)config.KeyValueHeads * config.HeadDim;
}
