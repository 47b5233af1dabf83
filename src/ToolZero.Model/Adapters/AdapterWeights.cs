using System.Collections.Immutable;
using ToolZero.Core.Data;
using ToolZero.Core.Randomness;
using ToolZero.Model.Configuration;
using ToolZero.Model.Weights;
using static TorchSharp.torch;

namespace ToolZero.Model.Adapters;

/// <summary>Adapters to a decoder of one shape: all that a LoRA run trains, saves and sends.</summary>
public sealed class AdapterWeights : TensorSet
{
    // Streams of the generator that no weight of a decoder is drawn from.
    private const uint FirstStream = 1 << 20;

    private AdapterWeights(ModelConfig config, AdapterSettings settings, ImmutableArray<TensorSpec> specs, ImmutableArray<Tensor> tensors)
        : base(specs, tensors) => (Config, Settings) = (config, settings);

    /// <summary>Shape of the decoder.</summary>
    public ModelConfig Config { get; }

    public AdapterSettings Settings { get; }

    /// <summary>
    /// Adapters that change nothing yet: B is 0, A uniform within ±1/sqrt(inputs), as PEFT begins. The same on every machine.
    /// </summary>
    public static AdapterWeights Create(ModelConfig config, AdapterSettings settings, ulong seed, ScalarType type = ScalarType.Float32, Device? device = null)
    {
        using var scope = NewDisposeScope();
        return Create(config, settings, (spec, ordinal) =>
        {
            if (spec.Role == TensorRole.Zero) return zeros([.. spec.Shape], type, device ?? CPU);
            var values = new float[spec.Shape[0] * spec.Shape[1]];
            var bound = 1 / Math.Sqrt(spec.Shape[1]);
            for (var i = 0; i < values.Length; i++)
            {
                // 24 bits: every value is a float32 exactly.
                var uniform = (CounterRandom.Bits(seed, (ulong)i, FirstStream + (uint)ordinal, 0) >> 40) / (double)(1 << 24);
                values[i] = (float)((2 * uniform - 1) * bound);
            }

            return tensor(values, [.. spec.Shape]).to(type, device ?? CPU);
        });
    }

    /// <summary>Takes over tensors by name; each is checked for its shape.</summary>
    /// <exception cref="DataException">A missing tensor or a wrong shape.</exception>
    public static AdapterWeights FromTensors(ModelConfig config, AdapterSettings settings, IReadOnlyDictionary<string, Tensor> tensors, string where)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(tensors);
        return Create(config, settings, (spec, _) => Given(spec, tensors, where, AdapterFolder.ConfigFile));
    }

    /// <summary>Memory for adapters on the CPU, whose values mean nothing until they are written.</summary>
    internal static AdapterWeights Uninitialised(ModelConfig config, AdapterSettings settings, ScalarType type) =>
        Create(config, settings, (spec, _) => empty([.. spec.Shape], type));

    public override AdapterWeights Clone() => Create(Config, Settings, (_, i) => Copy(i));

    public override AdapterWeights To(ScalarType type, Device? device = null) => Create(Config, Settings, (_, i) => Copy(i, type, device));

    public override AdapterWeights Share() => Create(Config, Settings, (_, i) => Alias(i));

    private static AdapterWeights Create(ModelConfig config, AdapterSettings settings, Func<TensorSpec, int, Tensor> make)
    {
        var specs = AdapterLayout.Tensors(config, settings);
        return new AdapterWeights(config, settings, specs, Make(specs, make));
    }
}
