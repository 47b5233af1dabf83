global using TorchSharp;
global using static TorchSharp.torch;

// One at a time: some of them count the live tensors or the memory of the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Compat.TorchSharp.Tests;

internal static class Expect
{
    /// <summary>Exactly these elements, in this shape.</summary>
    public static void Values(Tensor actual, long[] shape, params float[] values)
    {
        Assert.Equal(shape, actual.shape);
        Assert.Equal(values, actual.to(float32).contiguous().data<float>().ToArray());
    }

    public static void Close(Tensor actual, params float[] values)
    {
        var found = actual.to(float32).contiguous().data<float>().ToArray();
        Assert.Equal(values.Length, found.Length);
        for (var i = 0; i < values.Length; i++)
            Assert.True(Math.Abs(values[i] - found[i]) <= 1e-5 * Math.Max(1, Math.Abs(values[i])), $"[{i}]: {found[i]} instead of {values[i]}");
    }
}
