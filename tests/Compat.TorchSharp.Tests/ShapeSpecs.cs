namespace Compat.TorchSharp.Tests;

public sealed class ShapeSpecs
{
    private readonly Tensor _a = arange(6, dtype: float32).reshape(2, 3);

    [Fact]
    public void A_tensor_knows_its_measures()
    {
        Assert.Equal([2L, 3], _a.shape);
        Assert.Equal([2L, 3], _a.size());
        Assert.Equal(3, _a.size(-1));
        Assert.Equal(2, _a.dim());
        Assert.Equal(2, _a.ndim);
        Assert.Equal(6, _a.numel());
        Assert.Equal(6, _a.NumberOfElements);
        Assert.Equal(4, _a.ElementSize);
        Assert.Equal([3L, 1], _a.stride());
        Assert.Equal(DeviceType.CPU, _a.device_type);
        Assert.Equal(DeviceType.CPU, _a.device.type);
        Assert.Equal("cpu", _a.device.ToString());
        Assert.True(_a.is_contiguous());
        Assert.False(_a.t().is_contiguous());
        Assert.True(_a.t().contiguous().is_contiguous());
    }

    [Fact]
    public void Views_share_memory_and_copies_do_not()
    {
        var view = _a.view(3, 2);
        var copy = _a.clone();
        view[0, 0] = tensor(9f);
        Assert.Equal(9, _a[0, 0].ToSingle());
        Assert.Equal(0, copy[0, 0].ToSingle());
        Expect.Values(_a.t(), [3, 2], 9, 3, 1, 4, 2, 5);
        Expect.Values(_a.transpose(0, 1), [3, 2], 9, 3, 1, 4, 2, 5);
        Expect.Values(_a.permute(1, 0), [3, 2], 9, 3, 1, 4, 2, 5);
        Assert.Equal([6L], _a.reshape(-1).shape);
        Assert.Equal([6L], _a.flatten().shape);
        Assert.Equal([2L, 3, 1], _a.unflatten(1, 3, 1).shape);
    }

    [Fact]
    public void Dimensions_of_one_come_go_and_stretch()
    {
        Assert.Equal([2L, 1, 3], _a.unsqueeze(1).shape);
        Assert.Equal([2L, 3, 1], _a.unsqueeze(-1).shape);
        Assert.Equal([2L, 3], _a.unsqueeze(0).squeeze(0).shape);
        Assert.Equal([2L, 3], _a.unsqueeze(0).unsqueeze(-1).squeeze().shape);
        Assert.Equal([4L, 2, 3], _a.expand(4, 2, 3).shape);
        Assert.Equal([4L, 2, 3], _a.expand_as(zeros(4, 2, 3)).shape);
        Assert.Equal([2L, 5], ones(2, 1).expand(-1, 5).shape);
        Expect.Values(_a.narrow(1, 1, 2), [2, 2], 1, 2, 4, 5);
        Expect.Values(_a.slice(1, 0, 3, 2), [2, 2], 0, 2, 3, 5);
        Expect.Values(_a.select(0, 1), [3], 3, 4, 5);
    }

    [Fact]
    public void Tensors_are_joined_and_parted()
    {
        Expect.Values(cat([_a, _a], 1), [2, 6], 0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5);
        Expect.Values(stack([_a[0], _a[1]], 1), [3, 2], 0, 3, 1, 4, 2, 5);
        Assert.Equal([[2L, 2], [2L, 1]], _a.split(2, 1).Select(part => part.shape));
        Assert.Equal([[2L, 1], [2L, 2]], _a.split([1, 2], 1).Select(part => part.shape));
        Assert.Equal(3, _a.chunk(3, 1).Length);
        Expect.Values(_a.unbind(0)[1], [3], 3, 4, 5);
        Expect.Values(tensor(new float[] { 1, 2 }).repeat(2, 2), [2, 4], 1, 2, 1, 2, 1, 2, 1, 2);
        Expect.Values(tensor(new float[] { 1, 2 }).repeat_interleave(2), [4], 1, 1, 2, 2);
        Expect.Values(_a.repeat_interleave(tensor(new long[] { 0, 2 }), 0), [2, 3], 3, 4, 5, 3, 4, 5);
        Expect.Values(_a.flip(1), [2, 3], 2, 1, 0, 5, 4, 3);
        Expect.Values(_a.roll(1, 1), [2, 3], 2, 0, 1, 5, 3, 4);
        Expect.Values(ones(2, 2).tril(), [2, 2], 1, 0, 1, 1);
        Expect.Values(ones(2, 2).triu(1), [2, 2], 0, 1, 0, 0);
    }
}
