using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.PInvoke;

namespace TorchSharp;

public static unsafe partial class torch
{
    public static Tensor tensor(float scalar, Device? device = null, bool requires_grad = false) => From([scalar], [], ScalarType.Float32, null, device, requires_grad);

    public static Tensor tensor(double scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => From([scalar], [], ScalarType.Float64, dtype, device, requires_grad);

    public static Tensor tensor(long scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => From([scalar], [], ScalarType.Int64, dtype, device, requires_grad);

    public static Tensor tensor(int scalar, Device? device = null, bool requires_grad = false) => From([scalar], [], ScalarType.Int32, null, device, requires_grad);

    public static Tensor tensor(short scalar, Device? device = null, bool requires_grad = false) => From([scalar], [], ScalarType.Int16, null, device, requires_grad);

    public static Tensor tensor(sbyte scalar, Device? device = null, bool requires_grad = false) => From([scalar], [], ScalarType.Int8, null, device, requires_grad);

    public static Tensor tensor(byte scalar, Device? device = null, bool requires_grad = false) => From([scalar], [], ScalarType.Byte, null, device, requires_grad);

    public static Tensor tensor(bool scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => From([scalar], [], ScalarType.Bool, dtype, device, requires_grad);

    public static Tensor tensor(float[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => From(rawArray, [rawArray.LongLength], ScalarType.Float32, dtype, device, requires_grad);

    public static Tensor tensor(float[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From(rawArray, dimensions, ScalarType.Float32, dtype, device, requires_grad);

    public static Tensor tensor(IList<float> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From(Span(rawArray), [rawArray.Count], ScalarType.Float32, dtype, device, requires_grad);

    public static Tensor tensor(IList<float> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From(Span(rawArray), dimensions, ScalarType.Float32, dtype, device, requires_grad);

    public static Tensor tensor(float[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => from_array(rawArray, dtype, device, requires_grad);

    public static Tensor tensor(double[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => From(rawArray, [rawArray.LongLength], ScalarType.Float64, dtype, device, requires_grad);

    public static Tensor tensor(double[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From(rawArray, dimensions, ScalarType.Float64, dtype, device, requires_grad);

    public static Tensor tensor(IList<double> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From(Span(rawArray), [rawArray.Count], ScalarType.Float64, dtype, device, requires_grad);

    public static Tensor tensor(double[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => from_array(rawArray, dtype, device, requires_grad);

    public static Tensor tensor(long[] dataArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => From(dataArray, [dataArray.LongLength], ScalarType.Int64, dtype, device, requires_grad);

    public static Tensor tensor(long[] dataArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From(dataArray, dimensions, ScalarType.Int64, dtype, device, requires_grad);

    public static Tensor tensor(IList<long> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From(Span(rawArray), [rawArray.Count], ScalarType.Int64, dtype, device, requires_grad);

    public static Tensor tensor(IList<long> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From(Span(rawArray), dimensions, ScalarType.Int64, dtype, device, requires_grad);

    public static Tensor tensor(long[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => from_array(rawArray, dtype, device, requires_grad);

    public static Tensor tensor(int[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => From(rawArray, [rawArray.LongLength], ScalarType.Int32, dtype, device, requires_grad);

    public static Tensor tensor(int[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From(rawArray, dimensions, ScalarType.Int32, dtype, device, requires_grad);

    public static Tensor tensor(IList<int> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From(Span(rawArray), [rawArray.Count], ScalarType.Int32, dtype, device, requires_grad);

    public static Tensor tensor(IList<int> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From(Span(rawArray), dimensions, ScalarType.Int32, dtype, device, requires_grad);

    public static Tensor tensor(int[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => from_array(rawArray, dtype, device, requires_grad);

    public static Tensor tensor(short[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => From(rawArray, [rawArray.LongLength], ScalarType.Int16, dtype, device, requires_grad);

    public static Tensor tensor(short[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From(rawArray, dimensions, ScalarType.Int16, dtype, device, requires_grad);

    public static Tensor tensor(IList<short> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From(Span(rawArray), [rawArray.Count], ScalarType.Int16, dtype, device, requires_grad);

    public static Tensor tensor(IList<short> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From(Span(rawArray), dimensions, ScalarType.Int16, dtype, device, requires_grad);

    public static Tensor tensor(short[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => from_array(rawArray, dtype, device, requires_grad);

    public static Tensor tensor(sbyte[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => From(rawArray, [rawArray.LongLength], ScalarType.Int8, dtype, device, requires_grad);

    public static Tensor tensor(sbyte[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From(rawArray, dimensions, ScalarType.Int8, dtype, device, requires_grad);

    public static Tensor tensor(IList<sbyte> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From(Span(rawArray), [rawArray.Count], ScalarType.Int8, dtype, device, requires_grad);

    public static Tensor tensor(IList<sbyte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From(Span(rawArray), dimensions, ScalarType.Int8, dtype, device, requires_grad);

    public static Tensor tensor(sbyte[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => from_array(rawArray, dtype, device, requires_grad);

    public static Tensor tensor(byte[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => From(rawArray, [rawArray.LongLength], ScalarType.Byte, dtype, device, requires_grad);

    public static Tensor tensor(byte[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From(rawArray, dimensions, ScalarType.Byte, dtype, device, requires_grad);

    public static Tensor tensor(IList<byte> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From(Span(rawArray), [rawArray.Count], ScalarType.Byte, dtype, device, requires_grad);

    public static Tensor tensor(IList<byte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From(Span(rawArray), dimensions, ScalarType.Byte, dtype, device, requires_grad);

    public static Tensor tensor(byte[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => from_array(rawArray, dtype, device, requires_grad);

    public static Tensor tensor(bool[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => From(rawArray, [rawArray.LongLength], ScalarType.Bool, dtype, device, requires_grad);

    public static Tensor tensor(bool[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From(rawArray, dimensions, ScalarType.Bool, dtype, device, requires_grad);

    public static Tensor tensor(IList<bool> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From(Span(rawArray), [rawArray.Count], ScalarType.Bool, dtype, device, requires_grad);

    public static Tensor tensor(IList<bool> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From(Span(rawArray), dimensions, ScalarType.Bool, dtype, device, requires_grad);

    public static Tensor tensor(bool[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => from_array(rawArray, dtype, device, requires_grad);

    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    /// <summary>A tensor of the shape and elements of an array of any rank.</summary>
    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false)
    {
        var shape = new long[rawArray.Rank];
        for (var d = 0; d < shape.Length; d++)
            shape[d] = rawArray.GetLongLength(d);
        return rawArray.GetType().GetElementType() switch
        {
            var type when type == typeof(float) => From(Flat<float>(rawArray), shape, ScalarType.Float32, dtype, device, requires_grad),
            var type when type == typeof(double) => From(Flat<double>(rawArray), shape, ScalarType.Float64, dtype, device, requires_grad),
            var type when type == typeof(long) => From(Flat<long>(rawArray), shape, ScalarType.Int64, dtype, device, requires_grad),
            var type when type == typeof(int) => From(Flat<int>(rawArray), shape, ScalarType.Int32, dtype, device, requires_grad),
            var type when type == typeof(short) => From(Flat<short>(rawArray), shape, ScalarType.Int16, dtype, device, requires_grad),
            var type when type == typeof(sbyte) => From(Flat<sbyte>(rawArray), shape, ScalarType.Int8, dtype, device, requires_grad),
            var type when type == typeof(byte) => From(Flat<byte>(rawArray), shape, ScalarType.Byte, dtype, device, requires_grad),
            var type when type == typeof(bool) => From(Flat<bool>(rawArray), shape, ScalarType.Bool, dtype, device, requires_grad),
            var type => throw new NotSupportedException($"The type {type} is not supported."),
        };
    }

    private static ReadOnlySpan<T> Flat<T>(Array array) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);

    private static ReadOnlySpan<T> Span<T>(IList<T> list) => list switch
    {
        T[] array => array,
        List<T> values => CollectionsMarshal.AsSpan(values),
        _ => list.ToArray(),
    };

    private static Tensor From<T>(
        ReadOnlySpan<T> data,
        ReadOnlySpan<long> shape,
        ScalarType source,
        ScalarType? dtype,
        Device? device,
        bool requires_grad)
        where T : unmanaged
    {
        long count = 1;
        foreach (var size in shape)
            count = checked(count * size);
        if (count > data.Length)
            throw new ArgumentException($"mismatched total size creating a tensor from an array: expected {count}, found {data.Length}");
        fixed (T* values = data)
        fixed (long* sizes = shape)
            return Graded(Native.tz_from_data(values, (int)source, sizes, shape.Length, (int)(dtype ?? source), Type(device), Index(device)), requires_grad);
    }
}
