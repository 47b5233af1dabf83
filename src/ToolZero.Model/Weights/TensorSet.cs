using System.Collections.Immutable;
using System.Security.Cryptography;
using ToolZero.Model.Weights.Transfer;
using static TorchSharp.torch;

namespace ToolZero.Model.Weights;

/// <summary>
/// Named tensors in canonical order, all of one type on one device: the weights of a decoder, or adapters to them. Owns its tensors: they
/// belong to no dispose scope and live until <see cref="Dispose"/>.
/// </summary>
public abstract class TensorSet : IDisposable
{
    private readonly ImmutableArray<TensorSpec> _specs;
    private readonly ImmutableArray<Tensor> _tensors;
    private readonly Dictionary<string, Tensor> _byName = new(StringComparer.Ordinal);

    private protected TensorSet(ImmutableArray<TensorSpec> specs, ImmutableArray<Tensor> tensors)
    {
        (_specs, _tensors) = (specs, tensors);
        Names = specs.Select(s => s.Name).ToImmutableArray();
        for (var i = 0; i < specs.Length; i++) _byName.Add(specs[i].Name, tensors[i]);
    }

    /// <summary>Names in canonical order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The tensors in canonical order.</summary>
    public IReadOnlyList<Tensor> Tensors => _tensors;

    /// <summary>The tensor of that name; do not dispose it.</summary>
    public Tensor this[string name] => _byName[name];

    public ScalarType Type => _tensors[0].dtype;

    public Device Device => _tensors[0].device;

    public long ParameterCount => _tensors.Sum(t => t.NumberOfElements);

    /// <summary>What their bytes mean on the wire.</summary>
    public WeightLayout Layout => WeightLayout.Of(_specs, Type);

    /// <summary>The same values in tensors of their own, detached.</summary>
    public abstract TensorSet Clone();

    /// <summary>The same values as another element type on another device, in tensors of their own, detached.</summary>
    public abstract TensorSet To(ScalarType type, Device? device = null);

    /// <summary>The same memory under handles of its own, detached: it lives as long as any of those who share it.</summary>
    public abstract TensorSet Share();

    /// <summary>Overwrites the values in place, converting the type; for a learner that moves to a checkpoint.</summary>
    public void CopyFrom(TensorSet other)
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
        for (var i = 0; i < _tensors.Length; i++) Append(hash, _specs[i], _tensors[i]);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Adds a tensor to such a hash.</summary>
    internal static void Append(IncrementalHash hash, TensorSpec spec, Tensor tensor)
    {
        hash.AppendData(TensorSlot.Of(spec, tensor.dtype).HeaderBytes);
        TensorBytes.ForEachRead(tensor, piece => hash.AppendData(piece));
    }

    public virtual void Dispose()
    {
        foreach (var tensor in _tensors) tensor.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Tensors for these specifications, outside of every dispose scope.</summary>
    private protected static ImmutableArray<Tensor> Make(ImmutableArray<TensorSpec> specs, Func<TensorSpec, int, Tensor> make)
    {
        var made = ImmutableArray.CreateBuilder<Tensor>(specs.Length);
        for (var i = 0; i < specs.Length; i++) made.Add(make(specs[i], i).DetachFromDisposeScope());
        return made.MoveToImmutable();
    }

    private protected Tensor Copy(int ordinal)
    {
        using var plain = _tensors[ordinal].detach();
        return plain.clone();
    }

    private protected Tensor Copy(int ordinal, ScalarType type, Device? device)
    {
        using var plain = _tensors[ordinal].detach();
        return plain.to(type, device ?? Device, copy: true);
    }

    private protected Tensor Alias(int ordinal) => _tensors[ordinal].detach();

    /// <summary>Named tensors that are given must be there and have the right shapes.</summary>
    private protected static Tensor Given(TensorSpec spec, IReadOnlyDictionary<string, Tensor> tensors, string where, string asks)
    {
        var tensor = tensors.TryGetValue(spec.Name, out var found) ? found : throw new Core.Data.DataException($"{where}: tensor '{spec.Name}' is missing");
        CheckShape(spec, tensor.shape, where, asks);
        return tensor;
    }

    internal static void CheckShape(TensorSpec spec, ReadOnlySpan<long> shape, string where, string asks)
    {
        if (!shape.SequenceEqual(spec.Shape.AsSpan()))
            throw new Core.Data.DataException($"{where}: tensor '{spec.Name}' has shape [{string.Join(", ", shape.ToArray())}], {asks} asks for [{string.Join(", ", spec.Shape)}]");
    }
}
