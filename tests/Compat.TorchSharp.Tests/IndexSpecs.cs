namespace Compat.TorchSharp.Tests;

public sealed class IndexSpecs
{
    private readonly Tensor _a = arange(24, dtype: float32).reshape(2, 3, 4);

    [Fact]
    public void Positions_slices_and_the_ellipsis_select()
    {
        Assert.Equal([3L, 4], _a[1].shape);
        Expect.Values(_a[1, 2], [4], 20, 21, 22, 23);
        Assert.Equal(23, _a[1, 2, 3].ToSingle());
        Assert.Equal(23, _a[-1, -1, -1].ToSingle());
        Expect.Values(_a[TensorIndex.Ellipsis, 0], [2, 3], 0, 4, 8, 12, 16, 20);
        Expect.Values(_a[TensorIndex.Single(0), TensorIndex.Colon, TensorIndex.Single(1)], [3], 1, 5, 9);
        Expect.Values(_a[0, 1, TensorIndex.Slice(1, 3)], [2], 5, 6);
        Expect.Values(_a[0, 1, TensorIndex.Slice(step: 2)], [2], 4, 6);
        Expect.Values(_a[0, 1, TensorIndex.Slice(-1)], [1], 7);
        Expect.Values(_a[0, 1, 1..3], [2], 5, 6);
        Expect.Values(_a[0, 1, ..^1], [3], 4, 5, 6);
        Expect.Values(_a[0, 1, ^2..], [2], 6, 7);
        Assert.Equal([1L, 2, 3, 4], _a[TensorIndex.None].shape);
        Assert.Equal([2L, 3, 1, 4], _a[TensorIndex.Colon, TensorIndex.Colon, TensorIndex.None].shape);
    }

    [Fact]
    public void Tensors_select_by_position_or_mask()
    {
        Expect.Values(_a[0, 0][tensor(new long[] { 3, 0, 3 })], [3], 3, 0, 3);
        Expect.Values(_a[tensor(new long[] { 0, 1 }), tensor(new long[] { 2, 0 })], [2, 4], 8, 9, 10, 11, 12, 13, 14, 15);
        Expect.Values(_a[_a > 21], [2], 22, 23);
        Expect.Values(_a[TensorIndex.Tensor(tensor(new long[] { 1 })), TensorIndex.Single(0)], [1, 4], 12, 13, 14, 15);
        Expect.Values(_a.index_select(1, tensor(new long[] { 2 }))[1], [1, 4], 20, 21, 22, 23);
        Expect.Values(_a[0].gather(1, tensor(new long[,] { { 0 }, { 1 }, { 3 } })), [3, 1], 0, 5, 11);
        Expect.Values(_a.masked_select(_a < 2), [2], 0, 1);
        Expect.Values(_a.masked_fill(_a > 0, -1)[0, 0], [4], 0, -1, -1, -1);
        Expect.Values(_a.take(tensor(new long[] { 5, 23 })), [2], 5, 23);
    }

    [Fact]
    public void Indexed_places_are_written()
    {
        var a = zeros(2, 3);
        a[0] = ones(3);
        a[1, 2] = tensor(5f);
        Expect.Values(a, [2, 3], 1, 1, 1, 0, 0, 5);
        a[TensorIndex.Colon, TensorIndex.Slice(0, 2)] = full([2L, 2], 7.0);
        Expect.Values(a, [2, 3], 7, 7, 1, 7, 7, 5);
        a[a > 6] = tensor(0f);
        Expect.Values(a, [2, 3], 0, 0, 1, 0, 0, 5);
        a.index_put_(tensor(new float[] { 8, 9 }), tensor(new long[] { 0, 1 }), tensor(new long[] { 0, 1 }));
        Expect.Values(a, [2, 3], 8, 0, 1, 0, 9, 5);
        a.index_put_(3, TensorIndex.Single(0));
        Expect.Values(a, [2, 3], 3, 3, 3, 0, 9, 5);
    }

    [Fact]
    public void Scatters_and_indexed_updates()
    {
        var index = tensor(new long[] { 2, 0 });
        var rows = tensor(new float[,] { { 1, 2 }, { 3, 4 } });
        Expect.Values(zeros(3, 2).index_add_(0, index, rows, 2), [3, 2], 6, 8, 0, 0, 2, 4);
        Expect.Values(zeros(3, 2).index_copy_(0, index, rows), [3, 2], 3, 4, 0, 0, 1, 2);
        var places = tensor(new long[,] { { 0, 0 }, { 1, 0 } });
        Expect.Values(zeros(2, 2).scatter_(1, tensor(new long[,] { { 1 }, { 0 } }), rows), [2, 2], 0, 1, 3, 0);
        Expect.Values(zeros(2, 2).scatter_add_(1, places, rows), [2, 2], 3, 0, 4, 3);
        Expect.Values(zeros(2, 2).scatter_add(1, places, rows), [2, 2], 3, 0, 4, 3);
        Expect.Values(zeros(2).masked_fill_(tensor(new[] { true, false }), 4), [2], 4, 0);
    }
}
