using System.Runtime.InteropServices;

namespace Compat.TorchSharp.Tests;

public sealed class RuntimeSpecs
{
    [SkippableFact]
    public void Native_errors_carry_torchs_message()
    {
        Published.EndsTheProcess("a product of shapes that do not fit");
        var wrong = Assert.Throws<ExternalException>(() => ones(2, 3).matmul(ones(2, 3)));
        Assert.Contains("cannot be multiplied", wrong.Message, StringComparison.Ordinal);
        Assert.Throws<ExternalException>(() => ones(2).view(3));
        Assert.Throws<ExternalException>(() => ones(2)[5]);
        Assert.Throws<ExternalException>(() => ones(2).add_(ones(3)));
        Assert.Throws<ExternalException>(() => ones(2).size(4));
        Assert.Throws<ExternalException>(() => cat([ones(2), ones(2, 2)]));
        Assert.Throws<ExternalException>(() => ones(2).split([1, 3]));
    }

    [Fact]
    public void Each_thread_has_its_number_of_threads()
    {
        set_num_threads(1);
        Assert.Equal(1, get_num_threads());
        set_num_threads(2);
        Assert.Equal(2, get_num_threads());
        set_num_threads(1);
    }

    [Fact]
    public void Devices_are_named()
    {
        Assert.Equal(DeviceType.CPU, device("cpu").type);
        Assert.Equal(DeviceType.CUDA, new Device("cuda:1").type);
        Assert.Equal(1, new Device("cuda:1").index);
        Assert.Equal("cuda:1", new Device(DeviceType.CUDA, 1).ToString());
        Assert.Equal(-1, new Device("cuda").index);
        if (!cuda.is_available()) Assert.Throws<InvalidOperationException>(() => device("cuda"));
        Assert.Equal(cuda.is_available(), cuda.device_count() > 0);
        Assert.Equal(ScalarType.Float32, ones(1).to(CPU).dtype);
    }

    [Fact]
    public void Limits_of_the_floating_types_are_known()
    {
        Assert.Equal(float.MaxValue, finfo(float32).max);
        Assert.Equal(-3.3895313892515355e38, finfo(bfloat16).min);
        Assert.Equal(65504, finfo(float16).max);
        Assert.Equal(double.MinValue, finfo(float64).min);
        Assert.True(is_floating_point(bfloat16));
        Assert.True(is_integral(int8));
    }

    [SkippableFact]
    public void A_gpu_computes_the_same()
    {
        Skip.IfNot(cuda.is_available(), "no CUDA device");
        using var scope = NewDisposeScope();
        var a = randn(64, 64);
        var there = a.cuda();
        Assert.Equal(DeviceType.CUDA, there.device_type);
        Assert.True((there.matmul(there) * 0.5).cpu().allclose(a.matmul(a) * 0.5, 1e-3, 1e-3));
        Assert.Throws<InvalidOperationException>(() => there.data<float>());
    }
}
