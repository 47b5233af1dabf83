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

    /// <summary>The device of a description such as <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
    public static Device device(string description) => Initialised(new Device(description));

    public static Device device(string deviceType, int index = -1) => Initialised(new Device(deviceType, index));

    public static Device device(DeviceType deviceType, int index = -1) => Initialised(new Device(deviceType, index));

    private static Device Initialised(Device device) => device.type != DeviceType.CUDA || cuda.is_available()
        ? device
        : throw new InvalidOperationException($"Torch device type {device.type} did not initialise on the current machine.");

    /// <summary>A new one for every question, as published: devices are compared by type and index, not by reference.</summary>
    internal static Device DeviceOf(DeviceType type, int index) => new(type, index);

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
