namespace Compat.TorchSharp.Tests;

public sealed class FactorySpecs
{
    [Fact]
    public void Filled_tensors_have_their_shape_type_and_value()
    {
        Expect.Values(zeros(2, 3), [2, 3], 0, 0, 0, 0, 0, 0);
        Expect.Values(ones([2]), [2], 1, 1);
        Expect.Values(full(2, 7), [2], 7, 7);
        Assert.Equal(ScalarType.Float32, zeros(1).dtype);
        Assert.Equal(ScalarType.Int64, full(1, 7).dtype);
        Assert.Equal(ScalarType.Float32, full(1, 7.5).dtype);
        Assert.Equal(ScalarType.BFloat16, ones(4, dtype: bfloat16).dtype);
        Assert.Equal([0L, 5], empty(0, 5).shape);
        Assert.True(zeros(2, requires_grad: true).requires_grad);
        Assert.Equal(ScalarType.Float64, zeros_like(ones(3, dtype: float64)).dtype);
        Assert.Equal(ScalarType.Int64, ones_like(ones(3), dtype: int64).dtype);
    }

    [Fact]
    public void Ranges_are_integral_when_their_bounds_are()
    {
        Assert.Equal([0L, 1, 2, 3], arange(4).data<long>().ToArray());
        Assert.Equal([1L, 3], arange(1, 5, 2).data<long>().ToArray());
        Assert.Equal([0f, 0.5f, 1f], arange(0.0, 1.5, 0.5).data<float>().ToArray());
        Assert.Equal([0, 1], arange(2, dtype: int32).data<int>().ToArray());
        Expect.Values(eye(2), [2, 2], 1, 0, 0, 1);
        Expect.Values(linspace(0, 1, 3), [3], 0, 0.5f, 1);
    }

    [Fact]
    public void Arrays_become_tensors_of_their_type()
    {
        Assert.Equal(ScalarType.Float32, tensor(new float[] { 1, 2 }).dtype);
        Assert.Equal(ScalarType.Float64, tensor(new double[] { 1 }).dtype);
        Assert.Equal(ScalarType.Int64, tensor(new long[] { 1 }).dtype);
        Assert.Equal(ScalarType.Int32, tensor(new[] { 1 }).dtype);
        Assert.Equal(ScalarType.Int16, tensor(new short[] { 1 }).dtype);
        Assert.Equal(ScalarType.Byte, tensor(new byte[] { 1 }).dtype);
        Assert.Equal(ScalarType.Bool, tensor(new[] { true, false }).dtype);
        Assert.Equal([true, false], tensor(new[] { true, false }).data<bool>().ToArray());
        Assert.Equal(ScalarType.Int64, tensor(new[] { 1, 2 }, dtype: int64).dtype);
        Expect.Values(tensor(new float[,] { { 1, 2 }, { 3, 4 } }), [2, 2], 1, 2, 3, 4);
        Expect.Values(tensor(new float[] { 1, 2, 3, 4 }, [2, 2]), [2, 2], 1, 2, 3, 4);
        Expect.Values(tensor(new List<long> { 5, 6 }), [2], 5, 6);
        Assert.Throws<ArgumentException>(() => tensor(new float[] { 1, 2 }, [2, 2]));
    }

    [Fact]
    public void Scalars_have_no_dimensions()
    {
        Assert.Empty(tensor(1.5f).shape);
        Assert.Equal(1.5f, tensor(1.5f).item<float>());
        Assert.Equal(ScalarType.Int64, tensor(3L).dtype);
        Assert.Equal(ScalarType.Int32, tensor(3).dtype);
        Assert.Equal(ScalarType.Float64, tensor(3.0).dtype);
        Assert.Equal(ScalarType.Bool, tensor(true).dtype);
        Assert.Equal(ScalarType.Float32, tensor(3.0, dtype: float32).dtype);
    }

    [Fact]
    public void A_tensor_does_not_see_later_changes_of_its_array()
    {
        var values = new float[] { 1, 2 };
        var made = tensor(values);
        values[0] = 9;
        Expect.Values(made, [2], 1, 2);
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers()
    {
        manual_seed(7);
        var first = randn(100);
        manual_seed(7);
        Assert.True(first.Equals(randn(100)));
        Assert.False(first.Equals(randn(100)));
        using var one = new Generator(3);
        using var two = new Generator(3);
        Assert.True(rand(5, generator: one).Equals(rand(5, generator: two)));
        var uniform = rand(1000);
        Assert.True(uniform.min().ToSingle() >= 0 && uniform.max().ToSingle() < 1);
        var integers = randint(2, 5, [1000]);
        Assert.Equal(2, integers.min().ToInt64());
        Assert.Equal(4, integers.max().ToInt64());
        Assert.Equal([0L, 1, 2, 3], randperm(4).sort().Values.data<long>().ToArray());
    }
}
