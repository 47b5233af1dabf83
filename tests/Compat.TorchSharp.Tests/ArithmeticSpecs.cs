namespace Compat.TorchSharp.Tests;

public sealed class ArithmeticSpecs
{
    private static readonly float[] Samples = [-2.5f, -1, -0.1f, 0.3f, 1, 2.75f];

    [Fact]
    public void Operators_work_on_tensors_and_numbers()
    {
        var a = tensor(new float[] { 1, 2, 3 });
        var b = tensor(new float[] { 4, 5, 6 });
        Expect.Values(a + b, [3], 5, 7, 9);
        Expect.Values(a - b, [3], -3, -3, -3);
        Expect.Values(a * b, [3], 4, 10, 18);
        Expect.Values(b / a, [3], 4, 2.5f, 2);
        Expect.Values(a + 1, [3], 2, 3, 4);
        Expect.Values(1 - a, [3], 0, -1, -2);
        Expect.Values(2.0 * a, [3], 2, 4, 6);
        Expect.Close(1.0f / a, 1, 0.5f, 1 / 3f);
        Expect.Values(-a, [3], -1, -2, -3);
        Expect.Values(b % 4, [3], 0, 1, 2);
        Expect.Values((a > 1) & (a < 3), [3], 0, 1, 0);
        Expect.Values(a == b, [3], 0, 0, 0);
        Expect.Values(~(a >= 2), [3], 1, 0, 0);
    }

    [Fact]
    public void A_number_counts_as_the_tensors_own_type()
    {
        // Bit for bit what .NET computes in the same type.
        var values = tensor(Samples);
        foreach (var number in new[] { 0.1, 1.0 / 3, -7.77, 3, 1e30, 1e-30 })
        {
            var single = (float)number;
            Assert.Equal(Array.ConvertAll(Samples, x => x + single), (values + number).data<float>().ToArray());
            Assert.Equal(Array.ConvertAll(Samples, x => x - single), (values - number).data<float>().ToArray());
            Assert.Equal(Array.ConvertAll(Samples, x => x * single), (values * number).data<float>().ToArray());
            Assert.Equal(Array.ConvertAll(Samples, x => x / single), (values / number).data<float>().ToArray());
            Assert.Equal(Array.ConvertAll(Samples, x => x > single), (values > number).data<bool>().ToArray());
            var copy = values.clone();
            copy.mul_(number).add_(number);
            Assert.Equal(Array.ConvertAll(Samples, x => (x * single) + single), copy.data<float>().ToArray());
        }
        Assert.Equal(ScalarType.Float32, (arange(3) * 0.5).dtype);
        Assert.Equal(ScalarType.Int64, (arange(3) * 2).dtype);
        Assert.Equal(ScalarType.BFloat16, (ones(3, dtype: bfloat16) * 2.5).dtype);
        Assert.True(float.IsPositiveInfinity((ones(1) * 1e300).item<float>()));
        Assert.Equal(1e300, (ones(1, dtype: float64) * 1e300).item<double>());
    }

    [Fact]
    public void Elementwise_functions_are_those_of_mathematics()
    {
        var x = tensor(Samples);
        void Is(Tensor actual, Func<float, double> expected) => Expect.Close(actual, Array.ConvertAll(Samples, value => (float)expected(value)));
        Is(x.exp(), v => Math.Exp(v));
        Is(x.abs(), v => Math.Abs(v));
        Is(x.abs().log(), v => Math.Log(Math.Abs(v)));
        Is(x.abs().sqrt(), v => Math.Sqrt(Math.Abs(v)));
        Is(x.abs().rsqrt(), v => 1 / Math.Sqrt(Math.Abs(v)));
        Is(x.sin(), v => Math.Sin(v));
        Is(x.cos(), v => Math.Cos(v));
        Is(x.tanh(), v => Math.Tanh(v));
        Is(x.sigmoid(), v => 1 / (1 + Math.Exp(-v)));
        Is(x.silu(), v => v / (1 + Math.Exp(-v)));
        Is(x.relu(), v => Math.Max(0, v));
        Is(x.pow(2), v => (double)v * v);
        Is(x.square(), v => (double)v * v);
        Is(x.reciprocal(), v => 1 / v);
        Is(x.neg(), v => -v);
        Is(x.sign(), v => Math.Sign(v));
        Is(x.floor(), v => Math.Floor(v));
        Is(x.ceil(), v => Math.Ceiling(v));
        Is(x.round(), v => Math.Round(v));
        Is(x.abs().log1p(), v => Math.Log(1 + Math.Abs(v)));
        Is(x.expm1(), v => Math.Exp(v) - 1);
        Is(x.clamp(-1, 1), v => Math.Clamp(v, -1, 1));
        Is(x.clamp(min: 0), v => Math.Max(v, 0));
        Is(x.clamp_max(0.5), v => Math.Min(v, 0.5));
        Is(maximum(x, x.neg()), v => Math.Abs(v));
        Is(minimum(x, x.neg()), v => -Math.Abs(v));
        Is(where(x > 0, x, x * 2), v => v > 0 ? v : v * 2);
        Is(x.div(0.7, RoundingMode.floor), v => Math.Floor(v / 0.7));
    }

    [Fact]
    public void In_place_operations_change_and_return_the_tensor()
    {
        var a = tensor(new float[] { 1, 2, 3 });
        Assert.Same(a, a.add_(tensor(new float[] { 1, 1, 1 }), 10));
        Expect.Values(a, [3], 11, 12, 13);
        Expect.Values(a.sub_(10).mul_(2).div_(4), [3], 0.5f, 1, 1.5f);
        Expect.Values(a.fill_(3), [3], 3, 3, 3);
        Expect.Values(a.addcmul_(ones(3), ones(3), 2), [3], 5, 5, 5);
        Expect.Values(a.addcdiv_(ones(3), full([3L], 2.0), -2), [3], 4, 4, 4);
        Expect.Values(a.sqrt_(), [3], 2, 2, 2);
        Expect.Values(a.lerp_(full([3L], 4.0), full([3L], 0.25)), [3], 2.5f, 2.5f, 2.5f);
        Expect.Values(a.clamp_(0, 1), [3], 1, 1, 1);
        Expect.Values(a.copy_(arange(3)), [3], 0, 1, 2);
        Expect.Values(a.zero_(), [3], 0, 0, 0);
        Assert.Same(a, a.neg_().exp_());
    }

    [Fact]
    public void Products_of_matrices_follow_their_definition()
    {
        var a = arange(6, dtype: float32).reshape(2, 3);
        var b = arange(12, dtype: float32).reshape(3, 4);
        Expect.Values(a.matmul(b), [2, 4], 20, 23, 26, 29, 56, 68, 80, 92);
        Assert.True(a.mm(b).Equals(matmul(a, b)));
        Assert.True(a.unsqueeze(0).bmm(b.unsqueeze(0)).squeeze(0).Equals(a.mm(b)));
        Assert.True(zeros(2, 4).addmm(a, b).Equals(a.mm(b)));
        Expect.Values(arange(2, dtype: float32).outer(arange(3, dtype: float32)), [2, 3], 0, 0, 0, 0, 1, 2);
        Assert.True(einsum("ij,jk->ik", a, b).Equals(a.mm(b)));
        Assert.True(nn.functional.linear(a, b.t(), ones(4)).Equals(a.mm(b) + 1));
    }

    [Fact]
    public void Comparisons_tell_equal_from_close()
    {
        var a = tensor(new float[] { 1, 2 });
        Assert.True(a.Equals(a.clone()));
        Assert.False(a.Equals(a + 1e-6));
        Assert.True(a.allclose(a + 1e-6));
        Assert.True(allclose(a, a + 0.1, atol: 0.2));
        Expect.Values(a.eq(1), [2], 1, 0);
        Expect.Values(a.ne(a), [2], 0, 0);
        Expect.Values(tensor(new[] { float.NaN, float.PositiveInfinity, 1 }).isfinite(), [3], 0, 0, 1);
        Expect.Values(tensor(new[] { float.NaN, float.PositiveInfinity, 1 }).isnan(), [3], 1, 0, 0);
        Expect.Values(tensor(new[] { true, false }).logical_or(tensor(new[] { false, false })), [2], 1, 0);
        Expect.Values(tensor(new[] { true, false }).logical_not(), [2], 0, 1);
    }
}
