using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace ToolZero.Model.Weights.Transfer;

/// <summary>The bytes of weights on the CPU; may be read by many threads at once.</summary>
public sealed class TensorImage : IWeightBytes, IDisposable
{
    private readonly ImmutableArray<Tensor> _flat;
    private readonly TensorSet? _owned;

    private TensorImage(TensorSet weights, bool owned)
    {
        Weights = weights;
        _owned = owned ? weights : null;
        Layout = weights.Layout;
        _flat = [.. weights.Tensors.Select(Flat)];
    }

    public WeightLayout Layout { get; }

    public TensorSet Weights { get; }

    /// <summary>A view of weights that stay the caller's; those on another device are copied to the CPU first.</summary>
    public static TensorImage Of(TensorSet weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return weights.Device.type == DeviceType.CPU ? new TensorImage(weights, owned: false) : new TensorImage(weights.To(weights.Type, CPU), owned: true);
    }

    /// <summary>Takes over weights on the CPU.</summary>
    public static TensorImage Owning(TensorSet weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return new TensorImage(weights, owned: true);
    }

    public Span<byte> Slice(int tensor, long offset, int length)
    {
        var size = Layout.ElementBytes;
        using var part = _flat[tensor].narrow(0, offset / size, length / size);
        return part.bytes;
    }

    public void Dispose()
    {
        foreach (var tensor in _flat) tensor.Dispose();
        _owned?.Dispose();
    }

    private static Tensor Flat(Tensor tensor)
    {
        using var plain = tensor.detach();
        return plain.view(plain.NumberOfElements).DetachFromDisposeScope();
    }
}
