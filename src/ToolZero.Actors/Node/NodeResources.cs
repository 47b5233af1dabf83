using System.Collections.Immutable;
using System.Globalization;

namespace ToolZero.Actors.Node;

/// <summary>What the machine of a node has, and what its process uses.</summary>
/// <param name="Cores">Processors that the process may use.</param>
/// <param name="MemoryTotal">Bytes of memory of the machine, or of the limit that the process runs under.</param>
/// <param name="MemoryAvailable">Bytes that can be had without swapping.</param>
/// <param name="ProcessMemory">Resident bytes of the process.</param>
/// <param name="Devices">Where tensors may live: cpu, cuda:0 ….</param>
public sealed record NodeResources(int Cores, long MemoryTotal, long MemoryAvailable, long ProcessMemory, ImmutableArray<string> Devices)
{
    private const string Machine = "/proc/meminfo";

    /// <summary>As it is now. Devices are the host's knowledge: a process without tensors does not load what would find them.</summary>
    public static NodeResources Read()
    {
        var limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var lines = File.Exists(Machine) ? File.ReadAllLines(Machine) : [];
        var total = Math.Min(limit, Bytes(lines, "MemTotal:") ?? limit);
        return new NodeResources(Environment.ProcessorCount, total, Math.Min(total, Bytes(lines, "MemAvailable:") ?? total), Environment.WorkingSet, ["cpu"]);
    }

    /// <summary>A line such as <c>MemTotal:  24117248 kB</c>.</summary>
    private static long? Bytes(string[] lines, string name) =>
        lines.FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal)) is { } line
        && line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var number, ..]
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes)
            ? kilobytes * 1024
            : null;
}
