using System.Globalization;

namespace TorchSharp;

/// <summary>Where a tensor's memory lies.</summary>
public enum DeviceType
{
    CPU = 0,
    CUDA = 1,
    META = 14,
}

public static partial class torch
{
    public static readonly Device CPU = new(DeviceType.CPU);

    public static Device CUDA { get; } = new(DeviceType.CUDA);

    private static readonly Device[] CudaDevices = [.. Enumerable.Range(0, 64).Select(index => new Device(DeviceType.CUDA, index))];

    /// <summary>The device of a description such as <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
    public static Device device(string description) => new(description);

    public static Device device(string deviceType, int index = -1) => new(deviceType, index);

    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    internal static Device DeviceOf(DeviceType type, int index) => type switch
    {
        DeviceType.CPU => CPU,
        DeviceType.CUDA when index >= 0 && index < CudaDevices.Length => CudaDevices[index],
        _ => new Device(type, index),
    };

    /// <summary>A device: its type and its index, -1 for the current one.</summary>
    public class Device
    {
        public DeviceType type { get; private set; } = DeviceType.CPU;

        public int index { get; private set; } = -1;

        public Device(string description)
        {
            var parts = (description ?? throw new ArgumentNullException(nameof(description))).Split(':');
            if (parts.Length > 2)
                throw new ArgumentException($"Invalid device description: {description}", nameof(description));
            type = TypeOf(parts[0]);
            if (parts.Length == 2)
                index = int.Parse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture);
        }

        public Device(string deviceType, int index = -1)
        {
            type = TypeOf(deviceType);
            this.index = index;
        }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        public override string ToString() =>
            type == DeviceType.CPU ? "cpu" : index == -1 ? NameOf(type) : string.Create(CultureInfo.InvariantCulture, $"{NameOf(type)}:{index}");

        public static implicit operator Device(string description) => new(description);

        private static string NameOf(DeviceType type) => type == DeviceType.CUDA ? "cuda" : "meta";

        private static DeviceType TypeOf(string name) => name.ToUpperInvariant() switch
        {
            "CPU" => DeviceType.CPU,
            "CUDA" => DeviceType.CUDA,
            "META" => DeviceType.META,
            _ => throw new ArgumentException($"Invalid device type: {name}", nameof(name)),
        };
    }
}
