using System.Collections.Immutable;
using ToolZero.Core.Data;
using ToolZero.Model.Configuration;
using ToolZero.Model.Decoding;
using static TorchSharp.torch;

namespace ToolZero.Model.Weights;

/// <summary>The tensors of one layer. F = ffn width, D = hidden size, shapes [outputs, inputs].</summary>
internal sealed record LayerWeights(
    Tensor InputNorm,
    Tensor Query,
    Tensor? QueryBias,
    Tensor Key,
    Tensor? KeyBias,
    Tensor Value,
    Tensor? ValueBias,
    Tensor Output,
    Tensor? OutputBias,
    Tensor? QueryNorm,
    Tensor? KeyNorm,
    Tensor PostAttentionNorm,
    Tensor Gate,
    Tensor Up,
    Tensor Down);

/// <summary>The weights of a decoder under their Hugging Face names.</summary>
public sealed class DecoderWeights : TensorSet, IPolicyWeights
{
    private DecoderWeights(ModelConfig config, ImmutableArray<TensorSpec> specs, ImmutableArray<Tensor> tensors)
        : base(specs, tensors)
    {
        Config = config;
        Layers = Enumerable.Range(0, config.Layers).Select(LayerView).ToImmutableArray();
        Rotary = new RotaryTable(config, Device);
    }

    public ModelConfig Config { get; }

    TensorSet IPolicyWeights.Trained => this;

    DecoderWeights IPolicyWeights.Decoder => this;

    internal ImmutableArray<LayerWeights> Layers { get; }

    internal Tensor Embedding => this[DecoderLayout.Embedding];

    internal Tensor FinalNorm => this[DecoderLayout.FinalNorm];

    /// <summary>[V, D]; the embedding when tied.</summary>
    internal Tensor Head => this[Config.TiedEmbeddings ? DecoderLayout.Embedding : DecoderLayout.Head];

    internal RotaryTable Rotary { get; }

    /// <summary>
    /// Random weights, the same on every machine: matrices from a normal-like distribution (a sum of twelve uniform numbers, which needs no
    /// transcendental function), residual projections scaled by 1/sqrt(2 layers), norms 1, biases 0. Float32 on the CPU.
    /// </summary>
    /// <param name="config">The shape.</param>
    /// <param name="seed">Same seed, same weights.</param>
    /// <param name="standardDeviation">Of the matrices.</param>
    public static DecoderWeights Random(ModelConfig config, ulong seed, double standardDeviation = 0.02)
    {
        ArgumentNullException.ThrowIfNull(config);
        var residual = standardDeviation / Math.Sqrt(2.0 * config.Layers);
        return Create(config, (spec, ordinal) =>
        {
            var values = new float[spec.Shape.Aggregate(1L, (a, b) => a * b)];
            switch (spec.Role)
            {
                case TensorRole.Norm:
                    Array.Fill(values, 1f);
                    break;
                case TensorRole.Bias:
                    break;
                default:
                    NormalLike.Fill(values, seed, (uint)ordinal, spec.Role == TensorRole.ResidualProjection ? residual : standardDeviation);
                    break;
            }

            return tensor(values, [.. spec.Shape]);
        });
    }

    /// <summary>Takes over tensors by name; each is checked for its shape and all for one type and device.</summary>
    /// <param name="config">The shape.</param>
    /// <param name="tensors">At least the tensors that the shape asks for; the new object owns those.</param>
    /// <param name="where">Where they come from, for errors.</param>
    /// <exception cref="DataException">A missing tensor or a wrong shape.</exception>
    public static DecoderWeights FromTensors(ModelConfig config, IReadOnlyDictionary<string, Tensor> tensors, string where)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(tensors);
        return Create(config, (spec, _) => Given(spec, tensors, where, ModelConfig.FileName));
    }

    /// <summary>Memory for weights on the CPU, whose values mean nothing until they are written.</summary>
    internal static DecoderWeights Uninitialised(ModelConfig config, ScalarType type) => Create(config, (spec, _) => empty([.. spec.Shape], type));

    public override DecoderWeights Clone() => Create(Config, (_, i) => Copy(i));

    public override DecoderWeights To(ScalarType type, Device? device = null) => Create(Config, (_, i) => Copy(i, type, device));

    public override DecoderWeights Share() => Create(Config, (_, i) => Alias(i));

    public override void Dispose()
    {
        base.Dispose();
        Rotary.Dispose();
    }

    private static DecoderWeights Create(ModelConfig config, Func<TensorSpec, int, Tensor> make)
    {
        var specs = DecoderLayout.Tensors(config);
        return new DecoderWeights(config, specs, Make(specs, make));
    }

    private LayerWeights LayerView(int layer)
    {
        return new LayerWeights(
            Get("input_layernorm.weight"),
            Get("self_attn.q_proj.weight"),
            Find("self_attn.q_proj.bias"),
            Get("self_attn.k_proj.weight"),
            Find("self_attn.k_proj.bias"),
            Get("self_attn.v_proj.weight"),
            Find("self_attn.v_proj.bias"),
            Get("self_attn.o_proj.weight"),
            Find("self_attn.o_proj.bias"),
            Find("self_attn.q_norm.weight"),
            Find("self_attn.k_norm.weight"),
            Get("post_attention_layernorm.weight"),
            Get("mlp.gate_proj.weight"),
            Get("mlp.up_proj.weight"),
            Get("mlp.down_proj.weight"));

        Tensor Get(string name) => this[DecoderLayout.Layer(layer, name)];

        Tensor? Find(string name) => Names.Contains(DecoderLayout.Layer(layer, name)) ? Get(name) : null;
    }
}
