using System.Collections;
using System.Runtime.CompilerServices;

namespace TorchSharp.Utils;

/// <summary>Reads and writes a CPU tensor's elements from .NET, in the order of its shape whatever its strides are.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T>
    where T : unmanaged
{
    private readonly torch.Tensor _tensor;
    private readonly T* _data;
    private readonly long[]? _strides;
    private readonly long[]? _shape;

    internal TensorAccessor(torch.Tensor tensor)
    {
        if (tensor.device_type != DeviceType.CPU)
            throw new InvalidOperationException(torch.Tensor.NotOnCpu);
        _tensor = tensor;
        _data = (T*)tensor.DataPointer;
        Count = tensor.NumberOfElements;
        if (tensor.is_contiguous())
            return;
        _strides = tensor.stride();
        _shape = tensor.shape;
    }

    public long Count { get; }

    public bool IsReadOnly => false;

    /// <summary>The element at a position, one index per dimension.</summary>
    public T this[params long[] indices]
    {
        get
        {
            // A single index into several dimensions counts elements, as published.
            var value = indices.Length == 1 ? At(indices[0]) : _data[Offset(indices)];
            GC.KeepAlive(_tensor);
            return value;
        }
        set
        {
            Live();
            _data[indices.Length == 1 ? Offset(Bounded(indices[0])) : Offset(indices)] = value;
            GC.KeepAlive(_tensor);
        }
    }

    public T[] ToArray()
    {
        var result = new T[Count];
        CopyTo(result);
        return result;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0)
    {
        Live();
        var target = array.AsSpan(arrayIndex);
        var length = (int)Math.Min(target.Length, Count - tensorIndex);
        if (_strides is null)
        {
            new ReadOnlySpan<T>(_data + tensorIndex, length).CopyTo(target);
        }
        else
        {
            for (var i = 0; i < length; i++)
                target[i] = _data[Offset(tensorIndex + i)];
        }
        GC.KeepAlive(_tensor);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0)
    {
        Live();
        var source = array.AsSpan(arrayIndex);
        var length = (int)Math.Min(source.Length, Count - tensorIndex);
        if (_strides is null)
        {
            source[..length].CopyTo(new Span<T>(_data + tensorIndex, length));
        }
        else
        {
            for (var i = 0; i < length; i++)
                _data[Offset(tensorIndex + i)] = source[i];
        }
        GC.KeepAlive(_tensor);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++)
            yield return At(i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Does nothing: the tensor is its owner's.</summary>
    public void Dispose()
    {
    }

    internal T At(long index)
    {
        Live();
        var value = _data[Offset(Bounded(index))];
        GC.KeepAlive(_tensor);
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Live() => _ = _tensor.Handle;

    private long Bounded(long index) =>
        (ulong)index < (ulong)Count ? index : throw new IndexOutOfRangeException($"Index {index} is outside a tensor of {Count} elements");

    private long Offset(long index)
    {
        if (_strides is null)
            return index;
        long offset = 0;
        for (var d = _shape!.Length - 1; d >= 0; d--)
        {
            offset += index % _shape[d] * _strides[d];
            index /= _shape[d];
        }
        return offset;
    }

    private long Offset(long[] indices)
    {
        Live();
        var shape = _shape ?? _tensor.shape;
        var strides = _strides ?? _tensor.stride();
        if (indices.Length != shape.Length)
            throw new ArgumentException($"{indices.Length} indices for {shape.Length} dimensions", nameof(indices));
        long offset = 0;
        for (var d = 0; d < indices.Length; d++)
        {
            if ((ulong)indices[d] >= (ulong)shape[d])
                throw new IndexOutOfRangeException($"Index {indices[d]} is outside dimension {d} of size {shape[d]}");
            offset += indices[d] * strides[d];
        }
        return offset;
    }
}
