using System.Collections.Immutable;
using ToolZero.Model.Adapters;
using ToolZero.Model.Configuration;
using ToolZero.Model.Weights;
using static TorchSharp.torch;

namespace ToolZero.Model.Decoding;

/// <summary>
/// The weights of one layer, arranged for few and large products. Queries, keys and values are one matrix, gate and up another; the weights
/// of the norm before each are multiplied into it (the norm then only scales rows); the attention scale 1/sqrt(HeadDim) is multiplied into
/// the queries. Matrices are transposed views, [inputs, outputs].
/// </summary>
internal sealed record FusedLayer(
    Tensor QueryKeyValue,
    Tensor? QueryKeyValueBias,
    Tensor? QueryKeyNorm,
    Tensor Output,
    Tensor? OutputBias,
    Tensor GateUp,
    Tensor Down)
{
    /// <summary>Adapters of this layer, when they are trained; merged weights have none.</summary>
    public FusedLayerAdapters? Adapters { get; init; }
}

/// <summary>
/// <see cref="DecoderWeights"/> arranged for computation. Made anew for every training forward, so that gradients flow back to the
/// canonical tensors, and once per policy version for generation. The arrangement costs a copy of most weights.
/// </summary>
internal sealed record FusedWeights(
    ModelConfig Config,
    Tensor Embedding,
    ImmutableArray<FusedLayer> Layers,
    Tensor FinalNorm,
    Tensor Head,
    Tensor Epsilon,
    RotaryTable Rotary) : IDisposable
{
    public ScalarType Type => Embedding.dtype;

    public Device Device => Embedding.device;

    public static FusedWeights From(DecoderWeights weights) => new(
        weights.Config,
        weights.Embedding,
        weights.Layers.Select(layer => Fuse(weights.Config, layer)).ToImmutableArray(),
        weights.FinalNorm,
        weights.Head.t(),
        full(1, weights.Config.RmsNormEpsilon, ScalarType.Float32, weights.Device),
        weights.Rotary);

    /// <summary>A copy for inference: no gradients, tensors outside of every dispose scope. The caller disposes it.</summary>
    public static FusedWeights ForInference(DecoderWeights weights)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var fused = From(weights);
        return fused with
        {
            Embedding = Own(fused.Embedding),
            Layers = fused.Layers.Select(layer => new FusedLayer(
                Own(layer.QueryKeyValue),
                OwnOrNull(layer.QueryKeyValueBias),
                OwnOrNull(layer.QueryKeyNorm),
                Own(layer.Output),
                OwnOrNull(layer.OutputBias),
                Own(layer.GateUp),
                Own(layer.Down))).ToImmutableArray(),
            FinalNorm = Own(fused.FinalNorm),
            Head = Own(fused.Head),
            Epsilon = fused.Epsilon.DetachFromDisposeScope(),
        };

        // A new handle on the same memory: what the canonical weights own must not be disposed from here.
        static Tensor Own(Tensor tensor) => tensor.detach().DetachFromDisposeScope();

        static Tensor? OwnOrNull(Tensor? tensor) => tensor is null ? null : Own(tensor);
    }

    /// <summary>The same with adapters and their graph; nothing is copied.</summary>
    /// <param name="weights">What this was made of.</param>
    /// <param name="adapters">Of the same shape.</param>
    public FusedWeights With(DecoderWeights weights, AdapterWeights adapters) => this with
    {
        Layers = [.. Layers.Select((layer, i) => layer with { Adapters = FusedLayerAdapters.Of(adapters, i, weights.Layers[i]) })],
    };

    public void Dispose()
    {
        foreach (var layer in Layers)
        {
            layer.QueryKeyValue.Dispose();
            layer.QueryKeyValueBias?.Dispose();
            layer.QueryKeyNorm?.Dispose();
            layer.Output.Dispose();
            layer.OutputBias?.Dispose();
            layer.GateUp.Dispose();
            layer.Down.Dispose();
        }

        Embedding.Dispose();
        FinalNorm.Dispose();
        Head.Dispose();
        Epsilon.Dispose();
    }

    private static FusedLayer Fuse(ModelConfig config, LayerWeights layer)
    {
        var scale = 1.0 / Math.Sqrt(config.HeadDim);
        // With a norm on the queries a scale before it would vanish: it goes into the weights of that norm.
        var query = config.QueryKeyNorm ? layer.Query : layer.Query.mul(scale);
        var queryBias = layer.QueryBias is null || config.QueryKeyNorm ? layer.QueryBias : layer.QueryBias.mul(scale);
        return new FusedLayer(
            cat(new[] { query, layer.Key, layer.Value }, 0).mul(layer.InputNorm).t(),
            queryBias is null ? null : cat(new[] { queryBias, layer.KeyBias!, layer.ValueBias! }, 0),
            config.QueryKeyNorm ? HeadNorms(config, layer, scale) : null,
            layer.Output.t(),
            layer.OutputBias,
            cat(new[] { layer.Gate, layer.Up }, 0).mul(layer.PostAttentionNorm).t(),
            layer.Down.t());
    }

    private static Tensor HeadNorms(ModelConfig config, LayerWeights layer, double scale) => cat(
        new[]
        {
            layer.QueryNorm!.mul(scale).unsqueeze(0).expand(config.Heads, config.HeadDim),
            layer.KeyNorm!.unsqueeze(0).expand(config.KeyValueHeads, config.HeadDim),
        },
        0);
}
