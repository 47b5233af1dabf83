using ToolZero.Actors.Hosting;
using ToolZero.Core.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace ToolZero.Actors.Tests.Hosting;

public sealed class ModelDevicesSpecs
{
    [Fact]
    public void The_processor_is_always_there() => Assert.Equal(DeviceType.CPU, ModelDevices.Of("cpu").type);

    [Fact]
    public void A_gpu_that_is_not_there_is_refused_with_the_key_and_the_remedy()
    {
        var absent = $"cuda:{(cuda.is_available() ? cuda.device_count() : 0)}";
        var refused = Assert.Throws<DataException>(() => ModelDevices.Of(absent));
        Assert.Contains($"model.device = {absent}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("set model.device = cpu", refused.Message, StringComparison.Ordinal);
    }
}
