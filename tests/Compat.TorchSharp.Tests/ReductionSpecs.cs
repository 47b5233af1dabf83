namespace Compat.TorchSharp.Tests;

public sealed class ReductionSpecs
{
    private readonly Tensor _a = tensor(new float[,] { { 3, 1, 2 }, { 4, 6, 5 } });

    [Fact]
    public void Sums_and_means_go_over_all_or_some_dimensions()
    {
        Assert.Equal(21, _a.sum().ToSingle());
        Expect.Values(_a.sum(0L), [3], 7, 7, 7);
        Expect.Values(_a.sum(-1, keepdim: true), [2, 1], 6, 15);
        Expect.Values(_a.sum([0, 1]), [], 21);
        Assert.Equal(ScalarType.Float64, _a.sum(float64).dtype);
        Assert.Equal(3.5f, _a.mean().ToSingle());
        Expect.Values(_a.mean([1]), [2], 2, 5);
        Expect.Values(_a.mean([0], keepdim: true), [1, 3], 3.5f, 3.5f, 3.5f);
        Assert.Equal(3.5f, _a.var().ToSingle(), 5);
        Expect.Values(_a.var(1), [2], 1, 1);
        Expect.Close(_a.std(1, unbiased: false), MathF.Sqrt(2 / 3f), MathF.Sqrt(2 / 3f));
        Assert.Equal(MathF.Sqrt(91), _a.norm().ToSingle(), 4);
        Expect.Close(_a.norm(1), MathF.Sqrt(14), MathF.Sqrt(77));
    }

    [Fact]
    public void Extremes_come_with_their_positions()
    {
        Assert.Equal(6, _a.max().ToSingle());
        Assert.Equal(1, _a.min().ToSingle());
        var (values, indexes) = _a.max(1);
        Expect.Values(values, [2], 3, 6);
        Assert.Equal([0L, 1], indexes.data<long>().ToArray());
        Expect.Values(_a.min(0, keepdim: true).values, [1, 3], 3, 1, 2);
        Assert.Equal(4, _a.argmax().ToInt64());
        Assert.Equal([0L, 1], _a.argmax(1).data<long>().ToArray());
        Assert.Equal([1L, 0], _a.argmin(-1).data<long>().ToArray());
        Expect.Values(_a.amax(1), [2], 3, 6);
    }

    [Fact]
    public void Orders_are_stable_and_go_both_ways()
    {
        Expect.Values(_a.topk(2).values, [2, 2], 3, 2, 6, 5);
        Assert.Equal([0L, 2, 1, 2], _a.topk(2).indexes.data<long>().ToArray());
        Expect.Values(_a.sort(1).Values, [2, 3], 1, 2, 3, 4, 5, 6);
        Assert.Equal([0L, 2, 1, 1, 2, 0], _a.sort(descending: true).Indices.data<long>().ToArray());
        Assert.Equal([0L, 1, 2, 3], zeros(4).sort(stable: true).Indices.data<long>().ToArray());
        Assert.Equal([1L, 2, 0, 0, 2, 1], _a.argsort().data<long>().ToArray());
        Assert.Equal([1L, 2], searchsorted(tensor(new float[] { 1, 3, 5 }), tensor(new float[] { 2, 4 })).data<long>().ToArray());
    }

    [Fact]
    public void Scans_and_normalised_exponentials()
    {
        Expect.Values(_a.cumsum(1), [2, 3], 3, 4, 6, 4, 10, 15);
        Expect.Close(_a.softmax(1).sum(1), 1, 1);
        Assert.True(_a.log_softmax(-1).allclose(_a - _a.logsumexp(-1, keepdim: true)));
        Assert.Equal(ScalarType.Float64, _a.softmax(-1, dtype: float64).dtype);
        Expect.Close(_a.logsumexp(1), (float)(3 + Math.Log(1 + Math.Exp(-2) + Math.Exp(-1))), (float)(6 + Math.Log(1 + Math.Exp(-2) + Math.Exp(-1))));
    }

    [Fact]
    public void Truths_of_all_or_any()
    {
        Assert.True((_a > 0).all().ToBoolean());
        Assert.False((_a > 6).any().ToBoolean());
        Expect.Values((_a > 3).all(1), [2], 0, 1);
        Expect.Values((_a > 2).any(1), [2], 1, 1);
        Assert.Equal([1L, 0, 1, 1, 1, 2], (_a > 3).nonzero().data<long>().ToArray());
    }

    [Fact]
    public void Losses_average_sum_or_keep()
    {
        var target = tensor(new long[] { 2, 0 });
        var each = nn.functional.cross_entropy(_a, target, reduction: nn.Reduction.None);
        Expect.Close(each, -_a.log_softmax(1)[0, 2].ToSingle(), -_a.log_softmax(1)[1, 0].ToSingle());
        Assert.Equal(each.mean().ToSingle(), nn.functional.cross_entropy(_a, target).ToSingle(), 5);
        Assert.Equal(each.sum().ToSingle(), nn.functional.nll_loss(_a.log_softmax(1), target, reduction: nn.Reduction.Sum).ToSingle(), 4);
        Assert.Equal(each[0].ToSingle(), nn.functional.cross_entropy(_a, tensor(new long[] { 2, -100 })).ToSingle(), 5);
    }
}
