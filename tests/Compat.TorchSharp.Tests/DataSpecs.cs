using System.Runtime.InteropServices;

namespace Compat.TorchSharp.Tests;

public sealed class DataSpecs
{
    [Fact]
    public void Elements_are_read_in_the_order_of_the_shape()
    {
        var a = arange(6, dtype: float32).reshape(2, 3);
        Assert.Equal([0f, 3, 1, 4, 2, 5], a.t().data<float>().ToArray());
        Assert.Equal([0f, 3, 1, 4, 2, 5], a.t().data<float>());
        Assert.Equal(5, a.data<float>()[1, 2]);
        Assert.Equal(4, a.t().data<float>()[1, 1]);
        Assert.Equal(6, a.data<float>().Count);
        var target = new float[8];
        a.data<float>().CopyTo(target, 1, 2);
        Assert.Equal([0f, 2, 3, 4, 5, 0, 0, 0], target);
        a.data<float>().CopyFrom([9, 8]);
        Assert.Equal([9f, 8, 2, 3, 4, 5], a.data<float>().ToArray());
        var accessor = a.data<float>();
        accessor[0, 1] = 1;
        Assert.Equal(1, a[0, 1].ToSingle());
    }

    [Fact]
    public void Bytes_are_the_memory_itself()
    {
        var a = zeros(2);
        a.bytes = MemoryMarshal.AsBytes<float>(new float[] { 1.5f, -2 }).ToArray();
        Expect.Values(a, [2], 1.5f, -2);
        Assert.Equal(new float[] { 1.5f, -2 }, MemoryMarshal.Cast<byte, float>(a.bytes).ToArray());
        a.bytes.Clear();
        Expect.Values(a, [2], 0, 0);
        Assert.Throws<ArgumentException>(() => { zeros(2).bytes = new byte[3]; });
        Assert.Throws<InvalidOperationException>(() => { _ = zeros(2, 3).t().bytes; });
    }

    [Fact]
    public void Narrow_floats_round_to_nearest_even()
    {
        var values = new[] { 1f, 1.00390625f, 1.01171875f, 3.1415927f, 65504f, 1e-8f, float.NegativeInfinity };
        var bits = MemoryMarshal.Cast<byte, ushort>(tensor(values).to(bfloat16).bytes).ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            var full = BitConverter.SingleToUInt32Bits(values[i]);
            Assert.Equal((ushort)((full + 0x7FFF + ((full >> 16) & 1)) >> 16), bits[i]);
        }
        Assert.Equal(Array.ConvertAll(values, value => (Half)value), MemoryMarshal.Cast<byte, Half>(tensor(values).to(float16).bytes).ToArray());
        Assert.Equal(3.140625f, tensor(3.1415927f).to(bfloat16).to(float32).item<float>());
    }

    [Fact]
    public void Types_convert_as_asked()
    {
        var a = tensor(new[] { -1.7f, 0, 2.9f });
        Assert.Equal([-1L, 0, 2], a.to(int64).data<long>().ToArray());
        Assert.Equal([-1, 0, 2], a.@int().data<int>().ToArray());
        Assert.Equal([true, false, true], a.@bool().data<bool>().ToArray());
        Assert.Equal([-1.7f, 0f, 2.9f], a.@double().to_type(float32).data<float>().ToArray());
        Assert.Equal(ScalarType.Float16, a.to(float16).dtype);
        Assert.Equal(ScalarType.BFloat16, a.to_type(bfloat16).dtype);
        Assert.Equal(ScalarType.Float64, a.to(float64, CPU).dtype);
        Assert.Equal(ScalarType.Float64, a.type_as(ones(1, dtype: float64)).dtype);
        // The same type again is the same memory, unless a copy is asked for.
        a.to_type(float32).zero_();
        Expect.Values(a, [3], 0, 0, 0);
        a.to_type(float32, copy: true).fill_(1);
        Expect.Values(a, [3], 0, 0, 0);
    }

    [Fact]
    public void Single_elements_become_numbers()
    {
        Assert.Equal(2.5f, tensor(2.5f).item<float>());
        Assert.Equal(2.5, tensor(2.5f).ToDouble());
        Assert.Equal(7L, tensor(7).ToInt64());
        Assert.Equal(7, (int)tensor(7L));
        Assert.True(tensor(true).ToBoolean());
        Assert.Equal(3.5f, full([1L, 1], 3.5).item<float>());
        Assert.Throws<ArgumentException>(() => zeros(2).item<float>());
        Assert.Throws<ArgumentException>(() => zeros(1).item<double>());
        Assert.Throws<ArgumentException>(() => zeros(1).data<long>());
    }
}
