using System.Collections.Immutable;
using ToolZero.Model.Configuration;

namespace ToolZero.Model.Weights;

/// <summary>What a tensor is for, which decides its initial values.</summary>
internal enum TensorRole
{
    Embedding,
    Projection,

    /// <summary>A projection that adds to the residual stream.</summary>
    ResidualProjection,
    Bias,
    Norm,

    /// <summary>The half of an adapter that begins at 0.</summary>
    Zero,
}

/// <summary>One tensor that a decoder must have.</summary>
internal sealed record TensorSpec(string Name, ImmutableArray<long> Shape, TensorRole Role);

/// <summary>The tensors of a decoder under their Hugging Face names, in canonical order: embedding, layers from 0 in order of use, norm, head.</summary>
internal static class DecoderLayout
{
    public const string Embedding = "model.embed_tokens.weight";
    public const string FinalNorm = "model.norm.weight";
    public const string Head = "lm_head.weight";

    public static string Layer(int layer, string name) => $"model.layers.{layer}.{name}";

    public static ImmutableArray<TensorSpec> Tensors(ModelConfig config)
    {
        long hidden = config.HiddenSize, ffn = config.IntermediateSize, head = config.HeadDim;
        long queries = config.Heads * head, keys = config.KeyValueHeads * head;
        var specs = ImmutableArray.CreateBuilder<TensorSpec>();
        Add(Embedding, TensorRole.Embedding, config.VocabSize, hidden);
        for (var i = 0; i < config.Layers; i++)
        {
            Add(Layer(i, "input_layernorm.weight"), TensorRole.Norm, hidden);
            Projection(i, "self_attn.q_proj", queries, hidden, TensorRole.Projection, config.AttentionBias);
            Projection(i, "self_attn.k_proj", keys, hidden, TensorRole.Projection, config.AttentionBias);
            Projection(i, "self_attn.v_proj", keys, hidden, TensorRole.Projection, config.AttentionBias);
            Projection(i, "self_attn.o_proj", hidden, queries, TensorRole.ResidualProjection, config.OutputBias);
            if (config.QueryKeyNorm)
            {
                Add(Layer(i, "self_attn.q_norm.weight"), TensorRole.Norm, head);
                Add(Layer(i, "self_attn.k_norm.weight"), TensorRole.Norm, head);
            }

            Add(Layer(i, "post_attention_layernorm.weight"), TensorRole.Norm, hidden);
            Projection(i, "mlp.gate_proj", ffn, hidden, TensorRole.Projection, bias: false);
            Projection(i, "mlp.up_proj", ffn, hidden, TensorRole.Projection, bias: false);
            Projection(i, "mlp.down_proj", hidden, ffn, TensorRole.ResidualProjection, bias: false);
        }

        Add(FinalNorm, TensorRole.Norm, hidden);
        if (!config.TiedEmbeddings) Add(Head, TensorRole.Projection, config.VocabSize, hidden);
        return specs.ToImmutable();

        void Add(string name, TensorRole role, params ImmutableArray<long> shape) => specs.Add(new TensorSpec(name, shape, role));

        void Projection(int layer, string name, long outputs, long inputs, TensorRole role, bool bias)
        {
            Add(Layer(layer, name + ".weight"), role, outputs, inputs);
            if (bias) Add(Layer(layer, name + ".bias"), TensorRole.Bias, outputs);
        }
    }
}
