using System.Collections.Immutable;
using System.Security.Cryptography;
using ToolZero.Core.Data;
using ToolZero.Model.Configuration;
using ToolZero.Model.Decoding;
using ToolZero.Model.Weights.Transfer;
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

/// <summary>
/// The weights of a decoder: named tensors in canonical order, all of one type on one device. Owns its tensors: they belong to no
/// dispose scope and live until <see cref="Dispose"/>.
/// </summary>
public sealed class DecoderWeights : IDisposable
{
    private readonly ImmutableArray<TensorSpec> _specs;
    private readonly ImmutableArray<Tensor> _tensors;
    private readonly Dictionary<string, Tensor> _byName;

    private DecoderWeights(ModelConfig config, ImmutableArray<TensorSpec> specs, ImmutableArray<Tensor> tensors)
    {
        Config = config;
        _specs = specs;
        _tensors = tensors;
        Names = specs.Select(s => s.Name).ToImmutableArray();
        _byName = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        for (var i = 0; i < specs.Length; i++) _byName.Add(specs[i].Name, tensors[i]);
        Layers = Enumerable.Range(0, config.Layers).Select(LayerView).ToImmutableArray();
        Rotary = new RotaryTable(config, Device);
    }

    public ModelConfig Config { get; }

    /// <summary>Hugging Face names in canonical order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The tensors in canonical order.</summary>
    public IReadOnlyList<Tensor> Tensors => _tensors;

    /// <summary>The tensor of that name; do not dispose it.</summary>
    public Tensor this[string name] => _byName[name];

    public ScalarType Type => _tensors[0].dtype;

    public Device Device => _tensors[0].device;

    public long ParameterCount => _tensors.Sum(t => t.NumberOfElements);

    internal ImmutableArray<LayerWeights> Layers { get; }

    internal Tensor Embedding => _byName[DecoderLayout.Embedding];

    internal Tensor FinalNorm => _byName[DecoderLayout.FinalNorm];

    /// <summary>[V, D]; the embedding when tied.</summary>
    internal Tensor Head => _byName[Config.TiedEmbeddings ? DecoderLayout.Embedding : DecoderLayout.Head];

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
        return Create(config, (spec, _) =>
        {
            var tensor = tensors.TryGetValue(spec.Name, out var found) ? found : throw new DataException($"{where}: tensor '{spec.Name}' is missing");
            CheckShape(spec, tensor.shape, where);
            return tensor;
        });
    }

    /// <summary>Memory for weights on the CPU, whose values mean nothing until they are written.</summary>
    internal static DecoderWeights Uninitialised(ModelConfig config, ScalarType type) => Create(config, (spec, _) => empty([.. spec.Shape], type));

    /// <summary>The same values in tensors of their own, detached.</summary>
    public DecoderWeights Clone() => Create(Config, (_, i) =>
    {
        using var plain = _tensors[i].detach();
        return plain.clone();
    });

    /// <summary>The same values as another element type on another device, in tensors of their own, detached.</summary>
    public DecoderWeights To(ScalarType type, Device? device = null) => Create(Config, (_, i) =>
    {
        using var plain = _tensors[i].detach();
        return plain.to(type, device ?? Device, copy: true);
    });

    /// <summary>Overwrites the values in place, converting the type; for a learner that moves to a checkpoint.</summary>
    public void CopyFrom(DecoderWeights other)
    {
        ArgumentNullException.ThrowIfNull(other);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        for (var i = 0; i < _tensors.Length; i++) _tensors[i].copy_(other[Names[i]]);
    }

    /// <summary>Marks every tensor as one that gradients are computed for, or not.</summary>
    public void RequireGradients(bool required = true)
    {
        foreach (var tensor in _tensors) tensor.requires_grad = required;
    }

    /// <summary>
    /// Lower-case hexadecimal SHA-256 over the tensors in canonical order; of each its name, element type and extents (UTF-8, separated by
    /// '|', ended by a line feed) and then its bytes.
    /// </summary>
    public string Sha256()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var i = 0; i < _tensors.Length; i++)
        {
            hash.AppendData(TensorSlot.Of(_specs[i], _tensors[i].dtype).HeaderBytes);
            TensorBytes.ForEachRead(_tensors[i], piece => hash.AppendData(piece));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public void Dispose()
    {
        foreach (var tensor in _tensors) tensor.Dispose();
        Rotary.Dispose();
    }

    internal static void CheckShape(TensorSpec spec, ReadOnlySpan<long> shape, string where)
    {
        if (!shape.SequenceEqual(spec.Shape.AsSpan()))
            throw new DataException($"{where}: tensor '{spec.Name}' has shape [{string.Join(", ", shape.ToArray())}], config.json asks for [{string.Join(", ", spec.Shape)}]");
    }

    private static DecoderWeights Create(ModelConfig config, Func<TensorSpec, int, Tensor> make)
    {
        var specs = DecoderLayout.Tensors(config);
        var made = ImmutableArray.CreateBuilder<Tensor>(specs.Length);
        for (var i = 0; i < specs.Length; i++) made.Add(make(specs[i], i).DetachFromDisposeScope());
        return new DecoderWeights(config, specs, made.MoveToImmutable());
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

        Tensor Get(string name) => _byName[DecoderLayout.Layer(layer, name)];

        Tensor? Find(string name) => _byName.GetValueOrDefault(DecoderLayout.Layer(layer, name));
    }
}
