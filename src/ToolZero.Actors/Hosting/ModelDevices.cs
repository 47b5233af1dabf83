using TorchSharp;
using ToolZero.Core.Data;
using static TorchSharp.torch;

namespace ToolZero.Actors.Hosting;

/// <summary>Where the tensors of a model may live.</summary>
public static class ModelDevices
{
    /// <summary>The device of <c>model.device</c>, if this process sees it.</summary>
    /// <exception cref="DataException">It does not.</exception>
    public static Device Of(string name)
    {
        var wanted = new Device(name);
        if (wanted.type != DeviceType.CUDA) return device(name);
        var seen = cuda.is_available() ? cuda.device_count() : 0;
        return Math.Max(wanted.index, 0) < seen
            ? device(name)
            : throw new DataException($"model.device = {name}: this process sees {seen} CUDA devices; set model.device = cpu, or run where there is one and LibTorch was built for it");
    }
}
