using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ToolZero.Model.Adapters;
using ToolZero.Model.Configuration;
using static TorchSharp.torch;

namespace ToolZero.Model.Weights.Transfer;

/// <summary>A tensor of a layout.</summary>
/// <param name="Header">Its line in the hash: name, element type and extents.</param>
/// <param name="Elements">How many numbers it has.</param>
public sealed record TensorSlot(string Header, long Elements)
{
    internal static TensorSlot Of(TensorSpec spec, ScalarType type) => new(
        string.Create(CultureInfo.InvariantCulture, $"{spec.Name}|{SafeTensorsTypes.Name(type)}|{string.Join(',', spec.Shape)}\n"),
        spec.Shape.Aggregate(1L, (a, b) => a * b));

    internal byte[] HeaderBytes => Encoding.UTF8.GetBytes(Header);
}

/// <summary>Element type and tensors of weights in canonical order: what the bytes of a version mean.</summary>
public sealed class WeightLayout
{
    public WeightLayout(ScalarType type, ImmutableArray<TensorSlot> tensors)
    {
        Type = type;
        ElementBytes = type.SizeInBytes();
        if (ElementBytes is not (2 or 4)) throw new ArgumentException($"weights of {SafeTensorsTypes.Name(type)} do not travel; F32, BF16 and F16 do", nameof(type));
        Tensors = tensors;
        Bytes = checked(tensors.Sum(t => t.Elements) * ElementBytes);
    }

    public ScalarType Type { get; }

    /// <summary>Bytes of one number: 2 or 4.</summary>
    public int ElementBytes { get; }

    public ImmutableArray<TensorSlot> Tensors { get; }

    /// <summary>Bytes of all tensors, one after the other.</summary>
    public long Bytes { get; }

    /// <summary>A whole decoder.</summary>
    public static WeightLayout Of(ModelConfig config, ScalarType type) => Of(DecoderLayout.Tensors(config), type);

    /// <summary>Adapters to a decoder.</summary>
    public static WeightLayout Of(ModelConfig config, AdapterSettings adapters, ScalarType type) => Of(AdapterLayout.Tensors(config, adapters), type);

    internal static WeightLayout Of(ImmutableArray<TensorSpec> tensors, ScalarType type) => new(type, [.. tensors.Select(spec => TensorSlot.Of(spec, type))]);
}
